package io.threadlets.jdbc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A MariaDB server of the tests' own, where the system has the programs of one; one for all tests of a JVM. */
final class MariaDb {
    private static final String SERVER = "mariadbd";
    private static final String INSTALLER = "mariadb-install-db";

    private MariaDb() {}

    /** Ends with the JVM. */
    private static final class Server {
        private static final String URL = start();

        private static String start() {
            try {
                final Path folder = Files.createTempDirectory("mariadb");
                final String data = "--datadir=" + folder.resolve("data");
                final String user = "--user=" + System.getProperty("user.name");
                final Process installed = process(
                        folder,
                        program(INSTALLER),
                        "--no-defaults",
                        data,
                        user,
                        "--auth-root-authentication-method=normal");
                if (installed.waitFor() != 0) {
                    throw new IllegalStateException(Files.readString(folder.resolve("log")));
                }
                final int port = freePort();
                final Process server = process(
                        folder,
                        program(SERVER),
                        "--no-defaults",
                        data,
                        user,
                        "--socket=" + folder.resolve("socket"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--max-connections=300");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.destroyForcibly().onExit().join();
                    FileSystemUtils.deleteRecursively(folder.toFile());
                }));
                final String url = "jdbc:mariadb://127.0.0.1:" + port + "/";
                // Another thread would wait for the initialization of this class, which waits for it.
                await().pollInSameThread()
                        .atMost(60, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .until(() -> {
                            try (Connection connection = DriverManager.getConnection(url + "?user=root")) {
                                return connection.isValid(1);
                            }
                        });
                return url;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static Process process(Path folder, Path program, String... arguments) throws IOException {
            final ProcessBuilder builder = new ProcessBuilder(program.toString());
            builder.command().addAll(List.of(arguments));
            return builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        }
    }

    /** The URL of a new database. Leaves the test out where the system has no server. */
    static String newDatabase() {
        // The build accepts a test that was left out for this reason alone.
        assumeTrue(find(SERVER).isPresent() && find(INSTALLER).isPresent(), "this system has no MariaDB");
        final String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(Server.URL + "?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.URL + name + "?user=root";
    }

    private static Path program(String name) {
        return find(name).orElseThrow();
    }

    private static Optional<Path> find(String name) {
        final String folders = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
