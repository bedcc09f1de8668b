package io.threadlets.spring.queue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a thread stands, in a line. The frames by which calls wait for one another are not where. */
public final class Frames {
    private static final Set<String> NOT_THE_APPLICATIONS =
            Set.of("java.", "javax.", "jdk.", "sun.", "org.springframework.");

    private static final Pattern OURS = Pattern.compile("io\\.threadlets\\.([A-Z]\\w*"
            + "|spring\\.context\\.(Call(Context|Scope)|CapturedContext|ContextTask)"
            + "|spring\\.(aop\\.ThreadletInterceptor|method\\.Fallback|call\\.(Call(Outcome)?|Stages|WatchedInvocation"
            + "|(Plain|InlineVoid|Reactive|Threadlet)Calls)))([$].*)?");

    private Frames() {}

    /**
     * The frame that tells people most: the innermost that is neither the JDK's nor Spring's.
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

    /** Proxies are not. */
    private static boolean isTheApplications(String type) {
        return type.startsWith("org.springframework.samples.")
                || (!type.contains("$$")
                        && !OURS.matcher(type).matches()
                        && NOT_THE_APPLICATIONS.stream().noneMatch(type::startsWith));
    }

    /** Without the module and the class loader, which its own text begins with. */
    private static String written(StackTraceElement frame) {
        final String place = frame.isNativeMethod()
                ? "native"
                : frame.getFileName() == null ? "unknown" : frame.getFileName() + ":" + frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }
}
