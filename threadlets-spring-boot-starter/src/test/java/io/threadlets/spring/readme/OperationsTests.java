package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** The commands of the page about the endpoint do what stands there, in their order, and answer as is shown. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=health,threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "threadlets.queues.mail.max-threads=2",
            "threadlets.queues.mail.capacity=3",
            "threadlets.queues.reports.store=fake",
            "threadlets.queues.reports.max-threads=8",
            "threadlets.queues.reports.retries=0"
        })
@DirtiesContext
class OperationsTests {
    private static final Document PAGE = Document.of("docs/operations.md");
    private static final Pattern COMMAND = Pattern.compile("(?s)```sh\n(curl .*?)\n```\n\n```json\n(.*?)```");

    /** Depend on the moment, or on what measures. */
    private static final Pattern VARYING = Pattern.compile("works\\[]\\.waitingFor.*|(.*\\.)?advice|(wait|work)(\\..*)?"
            + "|changed.*|drainEstimateMs|.*recentFailures\\[]\\.id|store\\.(oldestMs|instances\\..*|targets\\..*)");

    private final MailService service;
    private final ThreadletQueue mail;
    private final Reports reports;
    private final ThreadletQueues queues;
    private final int port;

    @Autowired
    OperationsTests(
            MailService service,
            ThreadletQueue mail,
            Reports reports,
            ThreadletQueues queues,
            @LocalServerPort int port) {
        this.service = service;
        this.mail = mail;
        this.reports = reports;
        this.queues = queues;
        this.port = port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({MailService.class, Reports.class})
    static class Application {
        @Bean
        FakeStore fakeStore() {
            return new FakeStore(new FakeShelf());
        }
    }

    static class Reports {
        @Threadlet("reports")
        public void build(long order) {
            throw new IllegalArgumentException("planned");
        }
    }

    static class MailService {
        @Threadlet("mail")
        public CompletableFuture<String> send(String to, Gate gate) throws InterruptedException {
            gate.pass();
            return CompletableFuture.completedFuture("sent");
        }

        @Threadlet("mail")
        public CompletableFuture<String> check() {
            throw new IllegalStateException("planned");
        }
    }

    @Test
    void commandsDoWhatThePageSays() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/curl"))).isTrue();
        final Gate gate = new Gate();
        assertThat(service.check()).failsWithin(20, TimeUnit.SECONDS);
        await().until(() -> mail.running().isEmpty()); // its thread is free
        final List<CompletableFuture<String>> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(service.send("ann", gate));
            final int threads = Math.min(i + 1, 2);
            await().until(() -> mail.running().size() == threads);
        }
        assertThat(service.send("ann", gate))
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(ThreadletRejectedException.class);
        final String dead = deadReport();
        final List<MatchResult> commands =
                COMMAND.matcher(PAGE.text()).results().toList();
        assertThat(commands).hasSize(15);
        String running = "";
        String queued = "";
        for (MatchResult command : commands) {
            final String answer = run(command.group(1)
                    .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                    .replace("running/412", "running/" + running)
                    .replace("queued/420", "queued/" + queued)
                    .replaceAll("stored/[0-9a-f-]+$", "stored/" + dead));
            running = idOr(running, answer, "thread");
            queued = idOr(queued, answer, "position");
            assertThat(paths(answer)).as(command.group(1) + "\n" + answer).isEqualTo(paths(command.group(2)));
        }
        assertThat(sent).as("removed or interrupted").allMatch(CompletableFuture::isCancelled);
        gate.open();
    }

    /** A call that has failed for good. It is not run again when it is retried, so that it can be deleted. */
    private String deadReport() {
        reports.build(17);
        final StoredCalls calls = queues.stored("reports");
        final List<StoredCall> dead =
                await().until(() -> calls.list(StoredCall.State.DEAD, 2), list -> list.size() == 1);
        await().until(() -> queues.get("reports").running().isEmpty());
        queues.get("reports").pause();
        return dead.get(0).id();
    }

    /** The id of the first work of the answer, if it is of the kind that has a certain field. */
    private static String idOr(String before, String answer, String field) {
        final List<Object> ids = JsonPath.read(answer, "$..works[?(@." + field + ")].id");
        return ids.isEmpty() ? before : String.valueOf(ids.get(0));
    }

    private static String run(String command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder("sh", "-c", command.replaceFirst("^curl ", "curl -s ")).start();
        final String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return answer;
    }

    /**
     * The names of all fields, with what is around them; of a list those of its first element, of queues those of mail.
     */
    private static Set<String> paths(String json) {
        final Set<String> paths = new TreeSet<>();
        collect("", JsonPath.read(json, "$"), paths);
        paths.removeIf(path -> VARYING.matcher(path).matches());
        return paths;
    }

    private static void collect(String at, Object value, Set<String> paths) {
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> {
                if (!at.equals("queues.") || name.equals("mail")) {
                    paths.add(at + name);
                    collect(at + name + (field instanceof List ? "[]" : "") + ".", field, paths);
                }
            });
        } else if (value instanceof List<?> elements && !elements.isEmpty()) {
            collect(at, elements.get(0), paths);
        }
    }

    @Test
    void eachFieldOfTheEndpointStandsOnThePage() throws Exception {
        final List<String> missing = new ArrayList<>();
        for (String type : List.of(
                "QueuesDescriptor",
                "QueueDescriptor",
                "SettingsDescriptor",
                "ChangeDescriptor",
                "TimesDescriptor",
                "FailureDescriptor",
                "RejectionDescriptor",
                "RunningDescriptor",
                "RunningDescriptor$Work",
                "RunningDescriptor$Lock",
                "QueuedDescriptor",
                "QueuedDescriptor$Work",
                "OutcomeDescriptor",
                "StoreDescriptor",
                "StoredCallsDescriptor",
                "StoredCallDescriptor",
                "StoredOutcomeDescriptor",
                "ChangedDescriptor",
                "ErrorDescriptor")) {
            for (var field :
                    Class.forName("io.threadlets.spring.actuate." + type).getRecordComponents()) {
                final String name = field.getName().equals("waits") ? "wait" : field.getName();
                if (!PAGE.text().contains("`" + name + "`") && !PAGE.text().contains("\"" + name + "\"")) {
                    missing.add(type + "." + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
