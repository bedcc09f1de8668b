package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a reader types the README's commands: the JDK of this test and the Maven of this build are on its path, and
 * Maven's local repository is one of its own.
 *
 * @param folder where the commands' output goes
 * @param repository the local repository
 * @param started what is to be ended
 * @param outputs how many commands there were
 */
record Terminal(Path folder, Path repository, List<Process> started, AtomicInteger outputs) implements AutoCloseable {
    private static final boolean OFFLINE = "offline=true".equals(System.getProperty("first-steps.options"));
    private static final int PATIENCE_MINUTES = 10;

    /** One whose local repository has what the build's has, but for what this project installs. */
    static Terminal in(Path folder) throws IOException {
        final Path repository = Files.createDirectory(folder.resolve("repository"));
        final Path group = Path.of("io", "threadlets");
        linkAllBut(group, Path.of(System.getProperty("first-steps.repository")), repository);
        return new Terminal(folder, repository, new ArrayList<>(), new AtomicInteger());
    }

    private static void linkAllBut(Path without, Path from, Path to) throws IOException {
        try (var children = Files.newDirectoryStream(from)) {
            for (Path child : children) {
                final Path link = to.resolve(child.getFileName());
                if (!child.endsWith(without.getName(0))) {
                    Files.createSymbolicLink(link, child.toAbsolutePath());
                } else if (without.getNameCount() > 1) {
                    linkAllBut(without.subpath(1, without.getNameCount()), child, Files.createDirectory(link));
                }
            }
        }
    }

    /** Runs a command to its end and returns what it prints. */
    String run(Path where, String command) throws Exception {
        final Running running = start(where, command);
        assertThat(running.process().waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                .as("%s has ended: %s", command, running.text())
                .isTrue();
        assertThat(running.process().exitValue())
                .as("%s: %s", command, running.text())
                .isZero();
        return running.text();
    }

    /** Starts a command and goes on. */
    Running start(Path where, String command) throws IOException {
        final Path output = folder.resolve("output-" + outputs.incrementAndGet());
        final ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", OFFLINE ? command.replaceFirst("^mvn ", "mvn -o ") : command);
        final Path java = Path.of(System.getProperty("java.home"));
        builder.environment()
                .merge(
                        "PATH",
                        java.resolve("bin") + ":" + Path.of(System.getProperty("first-steps.maven"), "bin"),
                        (path, first) -> first + ":" + path);
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
        final Process process = builder.directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        started.add(process);
        return new Running(process, output);
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }

    /** A command that was started, and what it has printed. */
    record Running(Process process, Path output) {
        String text() throws IOException {
            return Files.readString(output);
        }
    }
}
