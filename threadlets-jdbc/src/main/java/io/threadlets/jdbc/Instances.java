package io.threadlets.jdbc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** What this instance is called in the store: another name with each start, and in each queue. */
final class Instances {
    /** As db-scheduler keeps it. */
    private static final int LONGEST = 50;

    private Instances() {}

    /** As {@code host:4711:9f3c}. */
    static String newName() {
        final String rest = ":" + ProcessHandle.current().pid() + ":"
                + String.format(Locale.ROOT, "%04x", ThreadLocalRandom.current().nextInt(1 << 16));
        final String host = host();
        return host.substring(0, Math.min(host.length(), LONGEST - rest.length())) + rest;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
