package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A whole application that is stopped while it answers a request. */
@ExtendWith(OutputCaptureExtension.class)
class WebShutdownTests {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Controller.class, Disk.class})
    static class Application {}

    static class Disk {
        @Threadlet("disk")
        public String read() {
            return Thread.currentThread().getName();
        }
    }

    @RestController
    static class Controller {
        private final Disk disk;
        private final Gate gate = new Gate();

        Controller(Disk disk) {
            this.disk = disk;
        }

        @GetMapping("/read")
        String read() throws InterruptedException {
            gate.pass();
            return disk.read();
        }
    }

    @Test
    void requestThatIsBeingAnsweredStillGetsItsThreadlet(CapturedOutput output) throws Exception {
        final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties("server.port=0", "threadlets.queues.disk.max-threads=2", "server.shutdown=graceful")
                .run();
        final String port = context.getEnvironment().getProperty("local.server.port");
        final ThreadletQueue queue = context.getBean("disk", ThreadletQueue.class);
        final Gate gate = context.getBean(Controller.class).gate;
        final CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/read"))
                                .build(),
                        BodyHandlers.ofString());
        gate.awaitReached();
        final Thread closer = new Thread(context::close);
        closer.start();
        await().until(() -> output.getOut().contains("Commencing graceful shutdown"));
        assertThat(queue.isShutdown()).isFalse();
        gate.open();
        assertThat(answer.get(20, TimeUnit.SECONDS))
                .returns(200, HttpResponse::statusCode)
                .returns("disk-1", HttpResponse::body);
        closer.join();
        assertThat(queue.isTerminated()).isTrue();
    }
}
