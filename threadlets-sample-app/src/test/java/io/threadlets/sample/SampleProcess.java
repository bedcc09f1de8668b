package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a JVM of its own, killed at the latest when it is closed. */
final class SampleProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern STARTED =
            Pattern.compile("Tomcat started on port (\\d+)(?s:.*)Started SampleApplication");

    private final Process process;
    private final Path log;

    private SampleProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static SampleProcess start(Path log, String classPath, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, SampleApplication.class.getName(), "--server.port=0"));
        command.addAll(List.of(arguments));
        return new SampleProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** One of the application, as soon as it has started. */
    Client client() {
        Matcher started = await().atMost(PATIENCE)
                .until(
                        () -> {
                            String text = log();
                            assertThat(process.isAlive()).as(text).isTrue();
                            return STARTED.matcher(text);
                        },
                        Matcher::find);
        return new Client(Integer.parseInt(started.group(1)));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Asks it to stop, as a terminal does. */
    void stop() throws InterruptedException {
        process.destroy();
        exitValue();
    }

    int exitValue() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Ends it without asking. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
