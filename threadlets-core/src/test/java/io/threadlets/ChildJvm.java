package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs a program of the tests in a JVM of its own, for faults after which the JVM of the tests could not be trusted.
 * The program uses nothing but the core and the JDK; its exit code says whether all was well.
 */
final class ChildJvm {
    private static final Path DIRECTORY = Path.of("target", "children");

    /** For a program, beyond what it was asked to take. */
    private static final long MILLIS_AT_MOST = 90_000;

    private final List<String> command = new ArrayList<>();

    ChildJvm(String... options) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(String.join(
                System.getProperty("path.separator"),
                Path.of("target", "classes").toString(),
                Path.of("target", "test-classes").toString()));
    }

    /** Waits for its end, and fails with what it printed unless it says that all was well. Returns what it printed. */
    String run(String name, Class<?> program, long secondsAtMost, Object... arguments)
            throws IOException, InterruptedException {
        command.add(program.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Files.createDirectories(DIRECTORY);
        final Path output = DIRECTORY.resolve(name + ".txt");
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            final boolean ended = process.waitFor(secondsAtMost, TimeUnit.SECONDS);
            assertThat(ended)
                    .as("%s ended in time. It printed:%n%s", command, Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("exit code of %s. It printed:%n%s", command, Files.readString(output))
                .isZero();
        return Files.readString(output);
    }

    /** What a program does; false where something is wrong. */
    interface Program {
        boolean run() throws Exception;
    }

    /**
     * For the program itself: ends the JVM with the code that says how it went, also where it gets stuck. What reaches
     * a thread's uncaught-exception handler is expected.
     */
    static void guard(long millis, Program program) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
        final CountDownLatch ended = new CountDownLatch(1);
        final Thread guard = new Thread(
                () -> {
                    try {
                        if (!ended.await(millis + MILLIS_AT_MOST, TimeUnit.MILLISECONDS)) {
                            printStacks();
                            halt(3);
                        }
                    } catch (InterruptedException e) {
                        halt(4);
                    }
                },
                "guard");
        guard.setDaemon(true);
        guard.start();
        int code = 2;
        try {
            code = program.run() ? 0 : 1;
        } catch (Throwable thrown) {
            thrown.printStackTrace(System.out);
        } finally {
            ended.countDown();
            halt(code);
        }
    }

    private static void printStacks() {
        System.out.println("Stuck:" + stacks(thread -> true));
    }

    /** What a program prints of a queue. */
    static String line(ThreadletQueue queue, List<String> problems) {
        final StringBuilder line = new StringBuilder();
        line.append(queue.snapshot()).append(problems.isEmpty() ? ", good" : ", BAD");
        for (String problem : problems) {
            line.append(System.lineSeparator()).append("    ").append(problem);
        }
        return line.toString();
    }

    /** Where the queue's threads are. */
    static String stacksOf(ThreadletQueue queue) {
        return stacks(queue::owns);
    }

    private static String stacks(Predicate<Thread> wanted) {
        final StringBuilder stacks = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (wanted.test(thread)
                    && Arrays.stream(stack)
                            .anyMatch(frame -> frame.getClassName().startsWith(ChildJvm.class.getPackageName()))) {
                stacks.append(System.lineSeparator())
                        .append("    ")
                        .append(thread)
                        .append(" at ");
                stacks.append(Arrays.toString(stack));
            }
        });
        return stacks.toString();
    }

    private static void halt(int code) {
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
