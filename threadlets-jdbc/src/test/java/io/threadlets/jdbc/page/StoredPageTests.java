package io.threadlets.jdbc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.spring.StoredCall.State;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.readme.Document;
import java.net.ConnectException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.PropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docs/stored.md shows is compiled, and does what the page says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoredPageTests {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Document PAGE = Document.of("docs/stored.md");
    private static final Path SOURCES = Path.of("src/test/java/io/threadlets/jdbc/page");

    private ConfigurableApplicationContext application;
    private Remote remote;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Reports.class, Orders.class, Invoices.class, Payments.class, Operator.class, Remote.class})
    static class Application {
        @Bean
        Renderer renderer(Remote remote) {
            return new Renderer() {
                @Override
                public void render(long orderId) {
                    remote.call("order " + orderId);
                }

                @Override
                public void renderMonth(String month) {
                    if (month.isEmpty()) {
                        throw new UnknownMonthException(month);
                    }
                    remote.call(month);
                }
            };
        }

        @Bean
        Bank bank(Remote remote) {
            return (orderId, key) -> remote.call(key);
        }
    }

    /** Answers when the test lets it, and may be away. */
    static class Remote {
        private final Queue<String> calls = new ConcurrentLinkedQueue<>();
        private final Semaphore answers = new Semaphore(1000);
        private volatile boolean isAway;

        void call(String what) {
            if (isAway) {
                throw new IllegalStateException(new ConnectException("away"));
            }
            answers.acquireUninterruptibly();
            calls.add(what);
        }
    }

    @BeforeEach
    void start() throws Exception {
        final PropertySource<?> queues =
                Document.yaml(PAGE.blocks("yaml").get(0)).get(0);
        application = new SpringApplicationBuilder(Application.class)
                .registerShutdownHook(false)
                .initializers(
                        context -> context.getEnvironment().getPropertySources().addLast(queues))
                .properties(
                        "spring.datasource.url=jdbc:h2:mem:page;MODE=PostgreSQL",
                        "threadlets.queues.invoices.store=jdbc",
                        "threadlets.queues.payments.store=jdbc")
                .run("--threadlets.queues.reports.retries=0");
        remote = application.getBean(Remote.class);
        client().sql("create table orders (id bigint primary key, invoiced boolean default false)")
                .update();
        client().sql("create table invoice (order_id bigint primary key)").update();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void samplesAreCompiled() throws Exception {
        final String compiled = Document.compiled(SOURCES);
        assertThat(PAGE.blocks("java"))
                .hasSizeGreaterThan(5)
                .allSatisfy(sample -> assertThat(compiled).contains(Document.folded(sample)));
    }

    @Test
    void tableOfPropertiesHasAllOfThemWithTheirDefaults() throws Exception {
        final Map<String, String> known = new TreeMap<>();
        known.put("threadlets.queues.*.store", "memory"); // the only one that cannot stand under defaults
        final var files = getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        for (URL file : Collections.list(files)) {
            for (JsonNode property :
                    JsonMapper.shared().readTree(file.openStream()).path("properties")) {
                final String name = property.get("name").asString();
                if (name.startsWith("threadlets.")) { // and none of the other libraries' properties
                    known.put(
                            name.replace("threadlets.defaults.", "threadlets.queues.*."),
                            property.path("defaultValue").asString("none"));
                }
            }
        }
        final Map<String, String> shown = shown();
        assertThat(known).containsAllEntriesOf(shown);
        assertThat(shown.keySet())
                .containsAll(known.keySet().stream()
                        .filter(name -> name.startsWith("threadlets.jdbc."))
                        .toList())
                .hasSize(16);
    }

    /** The properties of the page's table, each with its default. */
    private static Map<String, String> shown() {
        return PAGE.rows()
                .filter(row -> row.get(0).startsWith("`threadlets."))
                .collect(Collectors.toMap(
                        row -> row.get(0).replace("`", ""), row -> row.get(1).replace("`", "")));
    }

    @Test
    void reportGoesWithItsOrder() {
        final Orders orders = application.getBean(Orders.class);
        new TransactionTemplate(application.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(transaction -> {
                    orders.place(1);
                    transaction.setRollbackOnly();
                });
        orders.place(2);
        await().atMost(PATIENCE).until(() -> remote.calls.contains("order 2"));
        assertThat(remote.calls).containsExactly("order 2");
    }

    @Test
    void secondCallOfAKeyIsTheFirst() {
        final Reports reports = application.getBean(Reports.class);
        remote.answers.drainPermits();
        final ThreadletReceipt first = reports.month("May");
        final ThreadletReceipt second = reports.month("May");
        assertThat(first.duplicate()).isFalse();
        assertThat(second.duplicate()).isTrue();
        assertThat(second.id()).isEqualTo(first.id());
        remote.answers.release(1000);
        await().atMost(PATIENCE).until(() -> remote.calls.contains("May"));
        assertThat(remote.calls).containsExactly("May");
    }

    @Test
    void exceptionThatNeedsNoRetryEndsTheCallAtOnce() {
        final String id = application.getBean(Reports.class).month("").id();
        await().atMost(PATIENCE).until(() -> dead().equals(List.of(id)));
        assertThat(calls().list(State.DEAD, 1).get(0).attempt()).isEqualTo(1);
    }

    @Test
    void secondRunOfAnInvoiceFindsTheFirst() {
        client().sql("insert into orders (id) values (1)").update();
        application.getBean(Invoices.class).invoice(1);
        application.getBean(Invoices.class).invoice(1);
        await().atMost(PATIENCE).until(() -> rows("threadlets_invoices") == 0);
        assertThat(rows("invoice")).isEqualTo(1);
        assertThat(rows("orders where invoiced")).isEqualTo(1);
    }

    @Test
    void remoteServiceGetsTheCallsIdAsItsKey() {
        application.getBean(Payments.class).pay(1);
        application.getBean(Payments.class).pay(2);
        await().atMost(PATIENCE).until(() -> remote.calls.size() == 2);
        assertThat(remote.calls).doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void operatorRunsAgainWhatCouldNotConnect() {
        remote.isAway = true;
        application.getBean(Reports.class).build(1);
        await().atMost(PATIENCE).until(() -> dead().size() == 1);
        remote.isAway = false;

        application.getBean(Operator.class).retryWhatCouldNotConnect();

        await().atMost(PATIENCE).until(() -> remote.calls.contains("order 1"));
        assertThat(dead()).isEmpty();
    }

    private StoredCalls calls() {
        return application.getBean(ThreadletQueues.class).stored("reports");
    }

    private List<String> dead() {
        return calls().list(State.DEAD, 10).stream().map(dead -> dead.id()).toList();
    }

    private JdbcClient client() {
        return application.getBean(JdbcClient.class);
    }

    private long rows(String table) {
        return client().sql("select count(*) from " + table).query(Long.class).single();
    }
}
