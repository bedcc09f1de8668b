package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The commands that the sample is measured against. */
final class Shell {

    /** How the reason begins for which a test may be left out. The parent's pom knows it too. */
    private static final String MISSING = "this system has no ";

    private Shell() {}

    /** What the script prints. The text stands for bytes, one character each. */
    static String run(String script, Path... arguments) throws Exception {
        return run(new byte[0], script, arguments);
    }

    static String run(byte[] input, String script, Path... arguments) throws Exception {
        requires("sh");
        Path in = Files.write(Files.createTempFile("input", ""), input);
        List<String> command = Stream.concat(
                        Stream.of("sh", "-c", script, "sh"),
                        Stream.of(arguments).map(Path::toString))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(script + "\n" + text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(in);
        }
    }

    /**
     * Leaves a test out where the system lacks a command. The build accepts tests that were left out for that alone.
     */
    static void requires(String... commands) {
        for (String command : commands) {
            boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, command))
                    .anyMatch(Files::isExecutable);
            assumeTrue(there, MISSING + command);
        }
    }

    /** Leaves a test out where the system lacks a file. */
    static void requires(Path file) {
        assumeTrue(Files.exists(file), MISSING + file);
    }
}
