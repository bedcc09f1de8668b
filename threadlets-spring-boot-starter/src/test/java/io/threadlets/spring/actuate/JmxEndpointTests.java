package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

/** The same over JMX. */
@SpringBootTest(
        classes = EndpointScenarios.Application.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "spring.jmx.enabled=true",
            "management.endpoints.jmx.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "management.endpoint.threadlets.show-values=when-authorized",
            "threadlets.queues.mail.max-threads=2"
        })
@DirtiesContext // its names are the JVM's
class JmxEndpointTests {
    private final MBeanServer server;
    private final ThreadletQueue mail;
    private final Mails mails;

    @Autowired
    JmxEndpointTests(MBeanServer server, ThreadletQueue mail, Mails mails) {
        this.server = server;
        this.mail = mail;
        this.mails = mails;
    }

    private Object invoke(String operation, @Nullable Object... arguments) throws Exception {
        final ObjectName name = server.queryNames(
                        new ObjectName("org.springframework.boot:type=Endpoint,name=Threadlets,*"), null)
                .iterator()
                .next();
        final String[] types = Arrays.stream(server.getMBeanInfo(name).getOperations())
                .filter(each -> each.getName().equals(operation))
                .findFirst()
                .map(MBeanOperationInfo::getSignature)
                .map(signature -> Arrays.stream(signature)
                        .map(parameter -> parameter.getType())
                        .toArray(String[]::new))
                .orElseThrow();
        return server.invoke(name, operation, arguments, types);
    }

    @Test
    void queuesAreShownAndSteered() throws Exception {
        final Gate gate = new Gate();
        final CompletableFuture<String> sent = mails.send("secret", gate);
        gate.awaitReached();
        assertThat(JsonPath.<Map<String, Object>>read(invoke("queues"), "$.queues"))
                .containsKey("mail");
        assertThat(JsonPath.<Integer>read(invoke("queue", "mail"), "$.max")).isEqualTo(2);
        final Object running = invoke("works", "mail", "running", "true", "3", null, null);
        assertThat(JsonPath.<String>read(running, "$.works[0].work")).isEqualTo("Mails.send");
        assertThat(JsonPath.<String>read(running, "$.works[0].args[0]"))
                .as("who may connect at all sees all")
                .isEqualTo("secret");
        assertThat(JsonPath.<List<String>>read(running, "$.works[0].stack")).hasSize(3);
        final Number id = JsonPath.read(running, "$.works[0].id");
        assertThat(invoke("change", "mail", null, "3", null, null, null, null, null))
                .extracting("until")
                .isEqualTo("restart");
        assertThat(mail.snapshot().maxThreads()).isEqualTo(3);
        assertThat(invoke("cancel", "mail", "running", String.valueOf(id), null))
                .extracting("outcome")
                .isEqualTo("interrupt-requested");
        assertThat(sent).isCancelled();
        await().until(() -> mail.running().isEmpty());
    }

    @Test
    void whatIsNotServedIsAnsweredWithTheReason() {
        assertThatExceptionOfType(MBeanException.class)
                .isThrownBy(() -> invoke("queue", "mial"))
                .withCauseInstanceOf(IllegalArgumentException.class)
                .havingCause()
                .withMessage("No queue 'mial'. Queues: mail, global. Did you mean 'mail'?");
        assertThatExceptionOfType(MBeanException.class)
                .isThrownBy(() -> invoke("change", "mail", null, "0", null, null, null, null, null))
                .havingCause()
                .withMessage("'max' must be 1 to 10000.");
    }
}
