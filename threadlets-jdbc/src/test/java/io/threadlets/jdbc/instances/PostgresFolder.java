package io.threadlets.jdbc.instances;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL server that keeps its files in a folder, so that it can be stopped and started again. */
final class PostgresFolder implements AutoCloseable {
    static final String USER = "postgres";

    private final Path folder;
    private EmbeddedPostgres server;

    private PostgresFolder(Path folder) throws IOException {
        this.folder = folder;
        this.server = builder().start();
    }

    static PostgresFolder start(Path folder) throws IOException {
        return new PostgresFolder(folder);
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300")
                .setDataDirectory(folder)
                .setCleanDataDirectory(false);
    }

    Database database() {
        return new Database(server.getJdbcUrl(USER, USER), USER);
    }

    void stop() throws IOException {
        server.close();
    }

    /** Where it was. */
    void startAgain() throws IOException {
        server = builder().setPort(server.getPort()).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
