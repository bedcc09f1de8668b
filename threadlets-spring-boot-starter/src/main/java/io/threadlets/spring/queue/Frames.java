package io.threadlets.spring.queue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a thread stands, in a line. The frames by which calls wait for one another are not where. */
public final class Frames {
    /** The JDK, Spring, and libraries that applications wait in, beside the drivers of databases. */
    private static final Set<String> NOT_THE_APPLICATIONS = Set.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "org.springframework.",
            "com.github.kagkarlsson.",
            // servers and clients
            "org.apache.catalina.",
            "org.apache.coyote.",
            "org.apache.tomcat.",
            "org.apache.hc.",
            "okhttp3.",
            "okio.",
            "io.netty.",
            "reactor.",
            "io.micrometer.",
            // databases: pools and mappers
            "com.zaxxer.hikari.",
            "org.apache.commons.dbcp2.",
            "org.apache.commons.pool2.",
            "com.mchange.v2.",
            "io.agroal.",
            "org.hibernate.",
            "org.apache.ibatis.");

    private static final Set<String> DRIVERS = Set.of(
            "org.h2.",
            "org.postgresql.",
            "com.mysql.",
            "org.mariadb.",
            "oracle.jdbc.",
            "oracle.net.",
            "com.microsoft.sqlserver.",
            "com.ibm.db2.",
            "org.hsqldb.",
            "org.apache.derby.",
            "org.sqlite.");

    private static final Pattern OURS = Pattern.compile("io\\.threadlets\\.([A-Z]\\w*"
            + "|spring\\.stored\\.\\w+"
            + "|spring\\.context\\.(Call(Context|Scope)|CapturedContext|ContextTask)"
            + "|spring\\.(aop\\.ThreadletInterceptor|method\\.Fallback|call\\.(Call(Outcome)?|Stages|WatchedInvocation"
            + "|(Plain|InlineVoid|Reactive|Threadlet)Calls)))([$].*)?");

    private Frames() {}

    /**
     * The frame that tells people most: the innermost that is neither the JDK's nor Spring's, nor of a well-known
     * library that waits for something.
     *
     * @param stack innermost first
     * @return as {@code com.acme.SmtpClient.read(SmtpClient.java:88)}; empty for an empty stack
     */
    public static Optional<String> tellingOne(StackTraceElement[] stack) {
        final List<StackTraceElement> frames = List.of(stack);
        return frames.stream()
                .filter(frame -> isTheApplications(frame.getClassName()))
                .findFirst()
                .or(() -> frames.stream().findFirst())
                .map(Frames::written);
    }

    /**
     * Whether a class may be the application's. Proxies are not.
     *
     * @param type the name of a class
     * @return false for classes of the JDK, of Spring, of this library, and of libraries that applications wait in
     */
    public static boolean isTheApplications(String type) {
        return type.startsWith("org.springframework.samples.")
                || (!type.contains("$$")
                        && !OURS.matcher(type).matches()
                        && !isDriver(type)
                        && NOT_THE_APPLICATIONS.stream().noneMatch(type::startsWith));
    }

    /**
     * Whether a class is of a database's driver.
     *
     * @param type the name of a class
     * @return false also for a driver that is not known here
     */
    public static boolean isDriver(String type) {
        return DRIVERS.stream().anyMatch(type::startsWith);
    }

    /**
     * A frame as people write it: without the module and the class loader, which its own text begins with.
     *
     * @param frame any
     * @return as {@code com.acme.SmtpClient.read(SmtpClient.java:88)}
     */
    public static String written(StackTraceElement frame) {
        final String place = frame.isNativeMethod()
                ? "native"
                : frame.getFileName() == null ? "unknown" : frame.getFileName() + ":" + frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }
}
