package io.threadlets.jdbc.instances;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL server of the tests' own. */
final class Postgres implements AutoCloseable {
    private static final String USER = "postgres";

    private final Path folder;
    private final AtomicInteger databases = new AtomicInteger();
    private EmbeddedPostgres server;

    private Postgres(Path folder) throws IOException {
        this.folder = folder;
        this.server = builder().start();
    }

    /** The one of the tests of this run: started for the first test that needs it, ended after the last test. */
    static Postgres shared(ExtensionContext context) {
        // The build accepts a test that was left out for this reason alone.
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "this system has no binaries of PostgreSQL in the repository");
        return context.getRoot()
                .getStore(Namespace.create(Postgres.class))
                .computeIfAbsent(Postgres.class, key -> startShared(), Postgres.class);
    }

    /** One that keeps its files in a folder, so that it can be stopped and started again. */
    static Postgres in(Path folder) throws IOException {
        return new Postgres(folder);
    }

    private static Postgres startShared() {
        try {
            return new Postgres(null);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not start", e);
        }
    }

    private EmbeddedPostgres.Builder builder() {
        final EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setServerConfig("max_connections", "300");
        return folder == null ? builder : builder.setDataDirectory(folder).setCleanDataDirectory(false);
    }

    Database createDatabase() {
        final String name = "test" + databases.incrementAndGet();
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        return new Database(server.getJdbcUrl(USER, name), USER);
    }

    void stop() throws IOException {
        server.close();
    }

    /** Starts it again where it was. */
    void start() throws IOException {
        server = builder().setPort(server.getPort()).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
