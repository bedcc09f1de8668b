package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows: two instances on one database, one of which is killed in the middle of a scan. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class TwoInstancesTests {

    private static final Path README = Path.of("../README.md");
    private static final String JAR = "java -jar threadlets-sample-app/target/threadlets-sample-app.jar";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path temp;

    @Test
    void scanOfAKilledInstanceIsGoneOnWithByTheOther() throws Exception {
        Shell.requires("bash", "curl");
        List<String> lines = lines();
        int first = freePort();
        int second = freePort();
        Path log = temp.resolve("log");
        CutOffScan scan = CutOffScan.of(Files.createDirectory(temp.toRealPath().resolve("root")));
        ProcessBuilder builder = new ProcessBuilder("bash")
                .directory(scan.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", absolute(System.getProperty("java.class.path")));
        builder.environment().put("SERVER_PORT", String.valueOf(first)); // unless a line says another
        Process bash = builder.start();
        PrintStream typed = new PrintStream(bash.getOutputStream(), true, StandardCharsets.UTF_8);
        try {
            lines.subList(0, 4).forEach(line -> typed.println(here(line, first, second)));
            Client one = new Client(first);
            await().atMost(PATIENCE).until(() -> isStored(bash, log));
            int read = scan.awaitMost(one, 1);

            typed.println(here(lines.get(4), first, second));
            scan.makeReadable();

            Client other = new Client(second);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(other.digestLines(1)).hasSizeGreaterThanOrEqualTo(900));
            scan.assertGoesOn(other, 1, read);
        } finally {
            end(bash, typed);
        }
    }

    /** Ends both instances, and returns when they have ended. */
    private static void end(Process bash, PrintStream typed) throws Exception {
        typed.println("kill -9 %1 %2; wait; exit");
        if (!bash.waitFor(60, TimeUnit.SECONDS)) {
            bash.destroyForcibly();
        }
    }

    private static List<String> lines() throws Exception {
        List<String> readme = Files.readAllLines(README);
        int begin = readme.indexOf(readme.stream()
                .filter(line -> line.startsWith("sample() "))
                .findFirst()
                .orElseThrow());
        assertThat(readme.get(begin + 5)).isEqualTo("```");
        return readme.subList(begin, begin + 5);
    }

    /** The line on this machine: its classes, free ports, and a database that is not scanned itself. */
    private String here(String line, int first, int second) {
        return line.replace(
                        JAR,
                        Path.of(System.getProperty("java.home"), "bin", "java") + " -Xmx256m "
                                + SampleApplication.class.getName())
                .replace("file:./scans", "file:" + temp.resolve("scans"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + first)
                .replace("127.0.0.1:8081", "127.0.0.1:" + second)
                .replace("port=8081", "port=" + second);
    }

    private static boolean isStored(Process bash, Path log) throws Exception {
        String text = Files.readString(log);
        assertThat(bash.isAlive()).as(text).isTrue();
        return text.contains("\"id\":1,");
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                List.of(classPath.split(File.pathSeparator, -1)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
