package io.threadlets.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine that the report is made on, which is the one that was measured.
 *
 * @param system the operating system and its version
 * @param cores the processors that this virtual machine may use
 * @param processor the processor's name
 * @param memory the machine's memory
 */
record Machine(String system, int cores, String processor, String memory) {

    private static final String UNKNOWN = "unknown";

    static Machine current() {
        return new Machine(
                find("/etc/os-release", "PRETTY_NAME=\"?([^\"\n]+)", System.getProperty("os.name", UNKNOWN)) + ", "
                        + System.getProperty("os.name", UNKNOWN) + " " + System.getProperty("os.version", UNKNOWN) + " "
                        + System.getProperty("os.arch", UNKNOWN),
                Runtime.getRuntime().availableProcessors(),
                find("/proc/cpuinfo", "model name\\s*: ([^\n]+)", UNKNOWN),
                memory(find("/proc/meminfo", "MemTotal:\\s*(\\d+) kB", UNKNOWN)));
    }

    private static String memory(String kibibytes) {
        return kibibytes.equals(UNKNOWN)
                ? UNKNOWN
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(kibibytes) / 1024.0 / 1024.0);
    }

    /** Looks for a pattern in a file of the system; other systems do not have the file. */
    private static String find(String file, String pattern, String otherwise) {
        try {
            final Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            return matcher.find() ? matcher.group(1) : otherwise;
        } catch (IOException e) {
            return otherwise;
        }
    }
}
