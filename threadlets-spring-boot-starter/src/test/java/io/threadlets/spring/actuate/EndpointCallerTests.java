package io.threadlets.spring.actuate;

import static io.threadlets.spring.actuate.EndpointClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Who may see what, and what is told of who has changed what. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "management.endpoint.threadlets.show-values=when-authorized",
            "management.endpoint.threadlets.roles=operator",
            "threadlets.queues.mail.max-threads=8",
            "threadlets.queues.mail.capacity=100"
        })
@ExtendWith(OutputCaptureExtension.class)
class EndpointCallerTests {
    private final EndpointClient client;
    private final ThreadletQueue mail;
    private final Mails mails;
    private final AuditEventRepository audit;
    private final Gate gate = new Gate();

    @Autowired
    EndpointCallerTests(@LocalServerPort int port, ThreadletQueue mail, Mails mails, AuditEventRepository audit) {
        this.client = new EndpointClient(port);
        this.mail = mail;
        this.mails = mails;
        this.audit = audit;
    }

    @Configuration(proxyBeanMethods = false)
    @Import(EndpointScenarios.Application.class)
    static class Application {
        @Bean
        AuditEventRepository auditEvents() {
            return new InMemoryAuditEventRepository();
        }

        /** Masks what its name says is secret, for whoever. */
        @Bean
        SanitizingFunction passwords() {
            return SanitizingFunction.sanitizeValue().ifKeyEndsWith("password");
        }

        /** Stands in for security: who says that they are somebody, is. */
        @Bean
        Filter user() {
            return (request, response, chain) -> chain.doFilter(new User((HttpServletRequest) request), response);
        }
    }

    private static final class User extends HttpServletRequestWrapper {
        private User(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            final String user = getHeader("X-User");
            return user == null ? null : () -> user;
        }

        @Override
        public boolean isUserInRole(String role) {
            return "admin".equals(getHeader("X-User")) && role.equals("operator");
        }
    }

    @AfterEach
    void letGo() {
        gate.open();
        mail.resize(0, 8);
        mail.capacity(100);
        mail.resume();
        await().until(() -> mail.running().isEmpty());
    }

    private Map<String, Object> readAs(String user, String path) throws Exception {
        return json(client.send(HttpRequest.newBuilder(client.uri(path)).header("X-User", user)), 200);
    }

    private Map<String, Object> postAsAdmin(String body) throws Exception {
        return json(
                client.send(HttpRequest.newBuilder(client.uri("/mail"))
                        .header("X-User", "admin")
                        .header("Content-Type", EndpointClient.JSON)
                        .POST(BodyPublishers.ofString(body))),
                200);
    }

    @Test
    void argumentsAreShownToTheAuthorizedUnlessAFunctionMasksThem() throws Exception {
        final CompletableFuture<String> sent = mails.send("secret", gate);
        gate.awaitReached();
        assertThat(JsonPath.<List<Object>>read(client.read("/mail/running"), "$.works[0].args"))
                .containsExactly("******", "******");
        assertThat(JsonPath.<List<Object>>read(readAs("guest", "/mail/running"), "$.works[0].args"))
                .containsExactly("******", "******");
        assertThat(JsonPath.<List<String>>read(readAs("admin", "/mail/running"), "$.works[0].args"))
                .first()
                .isEqualTo("******");
        assertThat(JsonPath.<List<String>>read(readAs("admin", "/mail/running"), "$.works[0].args"))
                .last()
                .asString()
                .startsWith(Gate.class.getName() + "@");
        gate.open();
        assertThat(sent).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void messagesOfExceptionsAreShownToTheAuthorized() throws Exception {
        assertThat(mails.fail("ann")).failsWithin(Duration.ofSeconds(20));
        assertThat((String) JsonPath.read(client.read("/mail"), "$.recentFailures[0].message"))
                .isEqualTo("******");
        assertThat((String) JsonPath.read(readAs("admin", "/mail"), "$.recentFailures[0].message"))
                .isEqualTo("no such user: ann");
    }

    @Test
    void changeIsLoggedAndAuditedWithWhoHasMadeIt(CapturedOutput output) throws Exception {
        postAsAdmin("{\"max\": 12}");
        assertThat(output).contains("mail: max 8 -> 12 by admin over HTTP (until restart; configuration says 8)");
        assertThat(last().getPrincipal()).isEqualTo("admin");
        assertThat(last().getType()).isEqualTo("THREADLETS_RESIZED");
        assertThat(last().getData())
                .containsEntry("queue", "mail")
                .containsEntry("max", "8 -> 12")
                .containsEntry("over", "HTTP");
        assertThat(JsonPath.<Map<String, Object>>read(client.read("/mail"), "$.changed"))
                .containsEntry("by", "admin");
        postAsAdmin("{\"max\": 9, \"capacity\": -1, \"state\": \"paused\"}");
        assertThat(output)
                .contains("mail: max 12 -> 9, capacity 100 -> unlimited, paused by admin over HTTP (until restart;"
                        + " configuration says max 8, capacity 100)");
        assertThat(last().getType()).isEqualTo("THREADLETS_PAUSED");
        json(client.post("/mail", "{\"state\": \"running\"}"), 200);
        assertThat(output).contains("mail: resumed by anonymous over HTTP (until restart)");
        assertThat(last().getType()).isEqualTo("THREADLETS_RESUMED");
        assertThat(last().getPrincipal()).isEqualTo("anonymous");
    }

    @Test
    void refusedChangeIsNeitherLoggedNorAudited(CapturedOutput output) throws Exception {
        final int before = audit.find(null, null, null).size();
        json(client.post("/mail", "{\"max\": 0}"), 400);
        assertThat(audit.find(null, null, null)).hasSize(before);
        assertThat(output).doesNotContain("over HTTP");
    }

    @Test
    void endOfWorksIsLoggedAndAudited(CapturedOutput output) throws Exception {
        mail.resize(1, 1);
        final CompletableFuture<String> one = mails.send("one", gate);
        gate.awaitReached();
        final CompletableFuture<String> two = mails.send("two", gate);
        final int running = JsonPath.read(client.read("/mail/running"), "$.works[0].id");
        final int queued = JsonPath.read(client.read("/mail/queued"), "$.works[0].id");
        json(client.delete("/mail/queued/" + queued), 200);
        assertThat(output)
                .contains("mail: work " + queued + " 'Mails.send' removed before it began by anonymous over HTTP");
        assertThat(last().getType()).isEqualTo("THREADLETS_REMOVED");
        json(client.delete("/mail/running/" + running), 202);
        assertThat(output).contains("mail: work " + running + " 'Mails.send' interrupted by anonymous over HTTP");
        assertThat(last().getType()).isEqualTo("THREADLETS_CANCELLED");
        assertThat(last().getData()).containsEntry("work", "Mails.send");
        assertThat(one).isCancelled();
        assertThat(two).isCancelled();
        postAsAdmin("{\"clear\": \"mail\"}");
        assertThat(output).contains("mail: cleared, 0 waiting removed, by admin over HTTP");
        assertThat(last().getType()).isEqualTo("THREADLETS_CLEARED");
    }

    private AuditEvent last() {
        final List<AuditEvent> all = audit.find(null, null, null);
        return all.get(all.size() - 1);
    }
}
