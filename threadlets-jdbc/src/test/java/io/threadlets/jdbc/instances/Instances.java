package io.threadlets.jdbc.instances;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadlets.jdbc.PostgreSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * The instances of one test, all on one database that is the test's own. Heartbeats and polls are short, so that a test
 * takes seconds. Ends what the test has started.
 */
final class Instances implements BeforeEachCallback, AfterEachCallback {
    static final String PAUSED = "test.paused=true";

    private final List<Instance> started = new ArrayList<>();
    private Database database;
    private Path folder;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        // The build accepts a test that was left out for this reason alone.
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "this system has no binaries of PostgreSQL in the repository");
        database = null;
        folder = Files.createTempDirectory("instances");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (Instance instance : started) {
            instance.close();
        }
        if (context.getExecutionException().isPresent()) {
            for (Instance instance : started) {
                System.out.println("== log of " + instance.name() + "\n" + instance.log());
            }
        }
        started.clear();
        FileSystemUtils.deleteRecursively(folder);
    }

    /** By default one of the PostgreSQL server that all tests of a JVM share. */
    Database database() {
        if (database == null) {
            use(new Database(PostgreSql.newDatabase(), PostgresFolder.USER));
        }
        return database;
    }

    void use(Database other) {
        database = other.withLedger();
    }

    /**
     * A file of H2 that loses nothing that it has acknowledged. The first instance that opens it lets the test look.
     */
    void useH2() {
        use(new Database("jdbc:h2:file:" + folder.resolve("calls") + ";WRITE_DELAY=0;AUTO_SERVER=TRUE", "sa"));
    }

    /** Starts an instance and returns when it serves. */
    Instance start(String name, String... settings) throws Exception {
        return launch(name, settings).awaitReady();
    }

    /** Starts an instance and goes on. */
    Instance launch(String name, String... settings) throws Exception {
        final Instance instance = Instance.start(name, folder, settings(database(), settings));
        started.add(instance);
        return instance;
    }

    /** The settings of an instance: those given, each "key=value", and the usual ones otherwise. */
    static Map<String, String> settings(Database database, String... settings) {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("spring.main.banner-mode", "off");
        all.put("spring.datasource.url", database.url());
        all.put("spring.datasource.username", database.user());
        all.put("spring.datasource.hikari.maximum-pool-size", "30");
        all.put("spring.datasource.hikari.connection-timeout", "2000");
        all.put("threadlets.queues.work.store", "jdbc");
        all.put("threadlets.queues.work.max-threads", "4");
        all.put("threadlets.queues.work.backoff", "200ms");
        all.put("threadlets.jdbc.initialize-schema", "always");
        all.put("threadlets.jdbc.heartbeat", "500ms");
        all.put("threadlets.jdbc.poll-interval", "100ms");
        for (String setting : settings) {
            final int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return all;
    }
}
