package io.threadlets.jdbc.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An instance of {@link StoredApplication} in a JVM of its own. */
final class Instance implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final String name;
    private final Process process;
    private final Path log;
    private final PrintStream in;
    private final Map<Long, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final CompletableFuture<Void> outputEnded = new CompletableFuture<>();

    private Instance(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts one; whoever has to wait until it serves calls {@link #awaitReady}. */
    static Instance start(String name, Path folder, Map<String, String> settings) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // starts sooner, and the tests start many
                "-cp",
                System.getProperty("java.class.path"),
                StoredApplication.class.getName(),
                "--test.instance=" + name));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        final Path log = folder.resolve(name + ".log");
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final Instance instance = new Instance(name, process, log);
        final CompletableFuture<String> ready = new CompletableFuture<>();
        instance.asked.put(0L, ready);
        final Thread reader = new Thread(instance::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        return instance;
    }

    String name() {
        return name;
    }

    Instance awaitReady() throws Exception {
        final CompletableFuture<String> ready = asked.get(0L);
        if (ready != null) {
            value(ready, "start");
        }
        return this;
    }

    /** What it answers to a command; fails where that failed, and where the instance is gone. */
    String ask(String command, Object... arguments) throws Exception {
        return value(send(command, arguments), command);
    }

    /** The same without waiting. */
    CompletableFuture<String> send(String command, Object... arguments) {
        final StringBuilder line = new StringBuilder(command);
        for (Object argument : arguments) {
            line.append(' ').append(argument);
        }
        final long number = numbers.incrementAndGet();
        final CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(number, answer);
        synchronized (in) {
            in.println(number + " " + line);
        }
        if (outputEnded.isDone()) {
            lose(answer);
        }
        return answer;
    }

    /** As {@code kill -9}. */
    Instant kill() throws InterruptedException {
        final Instant now = Instant.now();
        process.destroyForcibly();
        awaitEnd();
        return now;
    }

    /** As {@code kill}: it stops in order. */
    Instant terminate() {
        final Instant now = Instant.now();
        process.destroy();
        return now;
    }

    void freeze() throws Exception {
        signal("-STOP");
    }

    void thaw() throws Exception {
        signal("-CONT");
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s has ended", name)
                .isTrue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void signal(String signal) throws Exception {
        final Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private String value(CompletableFuture<String> answer, String command) throws Exception {
        final String text;
        try {
            text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " is gone: " + command + "\n" + log(), e);
        }
        assertThat(text).as("%s: %s", name, command).doesNotStartWith(Console.FAILED);
        return text;
    }

    private void read() {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintStream written = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(Console.ANSWER)) {
                    written.println(line);
                    continue;
                }
                final String[] answer = line.substring(Console.ANSWER.length()).split(" ", 2);
                final CompletableFuture<String> asker = asked.remove(Long.valueOf(answer[0]));
                if (asker != null) {
                    asker.complete(answer[1]);
                }
            }
        } catch (IOException e) {
            // the instance is gone, as below
        } finally {
            outputEnded.complete(null);
            asked.values().forEach(Instance::lose);
        }
    }

    private static void lose(CompletableFuture<String> answer) {
        answer.completeExceptionally(new IOException("no answer"));
    }
}
