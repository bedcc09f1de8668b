package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The commands that the sample is measured against. */
final class Shell {

    private Shell() {}

    /** What the script prints. The text stands for bytes, one character each. */
    static String run(String script, Path... arguments) throws Exception {
        return run(new byte[0], script, arguments);
    }

    static String run(byte[] input, String script, Path... arguments) throws Exception {
        assumeThat(Path.of("/bin/sh")).isExecutable();
        Path in = Files.write(Files.createTempFile("input", ""), input);
        List<String> command = Stream.concat(
                        Stream.of("/bin/sh", "-c", script, "sh"),
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

    static void requires(String command) throws Exception {
        boolean there = Stream.of("/bin/", "/usr/bin/")
                .map(folder -> Path.of(folder + command))
                .anyMatch(Files::isExecutable);
        assumeThat(there).as(command).isTrue();
    }
}
