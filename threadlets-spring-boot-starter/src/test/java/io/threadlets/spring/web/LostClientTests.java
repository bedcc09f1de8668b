package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.spring.Gate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Clients that go before the call is done. Tomcat watches an HTTP/2 connection all the time. With HTTP/1.1 it watches
 * nothing while a handler's future is awaited, and finds out with the next write.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // No timeout, so that nothing else cancels the call.
        properties = {
            "server.http2.enabled=true",
            "spring.mvc.async.request-timeout=-1ms",
            "threadlets.queues.disk.max-threads=2"
        })
class LostClientTests {
    // of RFC 9113
    private static final byte HEADERS = 1;
    private static final byte RST_STREAM = 3;
    private static final byte SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte CANCEL = 8;

    private final Handlers handlers;
    private final int port;

    @Autowired
    LostClientTests(Handlers handlers, @LocalServerPort int port) {
        this.handlers = handlers;
        this.port = port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Handlers.class, WebDisk.class})
    static class Application {}

    private record Exchange(HttpServletRequest request, HttpServletResponse response) {}

    @RestController
    static class Handlers {
        private static final String GATE = Gate.class.getName();

        private final WebDisk disk;
        private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        private final BlockingQueue<Exception> handled = new LinkedBlockingQueue<>();
        private volatile Gate gate = new Gate();

        Handlers(WebDisk disk) {
            this.disk = disk;
        }

        @GetMapping("/read")
        CompletableFuture<String> read(HttpServletRequest request, HttpServletResponse response)
                throws InterruptedException {
            exchanges.add(new Exchange(request, response));
            final Gate now = gate;
            request.setAttribute(GATE, now);
            return disk.read(now);
        }

        /** Perhaps when the test is over that has sent the request. */
        @ExceptionHandler
        void handle(AsyncRequestNotUsableException gone, HttpServletRequest request) throws InterruptedException {
            ((Gate) request.getAttribute(GATE)).awaitInterrupted();
            handled.add(gone);
        }
    }

    @AfterEach
    void letGo() {
        handlers.gate.open();
        handlers.gate = new Gate();
        handlers.exchanges.clear();
        handlers.handled.clear();
    }

    @Test
    void clientThatResetsItsStreamHasItsCallInterrupted() throws Exception {
        try (Socket client = connect()) {
            send(client, http2Get());
            awaitResponse();
            send(client, http2Reset());
            handlers.gate.awaitInterrupted();
        }
    }

    @Test
    void clientThatClosesItsConnectionOfStreamsHasItsCallInterrupted() throws Exception {
        try (Socket client = connect()) {
            send(client, http2Get());
            awaitResponse();
        }
        handlers.gate.awaitInterrupted();
    }

    @Test
    void clientThatClosesItsConnectionHasItsCallInterruptedWithTheNextWrite() throws Exception {
        final HttpServletResponse response;
        try (Socket client = connect()) {
            send(client, "GET /read HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            response = awaitResponse();
        }
        assertThat(handlers.gate.wasInterrupted()).isFalse();
        await().until(() -> writeFails(response));
        handlers.gate.awaitInterrupted();
    }

    @Test
    void exceptionHandlerFindsTheCallInterrupted() throws Exception {
        try (Socket client = connect()) {
            send(client, http2Get());
            awaitResponse();
            send(client, http2Reset());
            assertThat(handlers.handled.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** Until the call runs, and the handler has returned its future. */
    private HttpServletResponse awaitResponse() throws InterruptedException {
        handlers.gate.awaitReached();
        final Exchange exchange = handlers.exchanges.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        await().until(exchange.request()::isAsyncStarted);
        return exchange.response();
    }

    /** The first one after the client went may still succeed. */
    private static boolean writeFails(HttpServletResponse response) {
        try {
            response.getOutputStream().write(' ');
            response.flushBuffer();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void send(Socket client, byte[] bytes) throws IOException {
        final OutputStream out = client.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Preface, empty settings, and the headers of stream 1 (RFC 9113, RFC 7541). */
    private static byte[] http2Get() throws IOException {
        final ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.write(0x82); // :method GET
        headers.write(0x86); // :scheme http
        headers.write(0x04); // :path, as a literal
        headers.write(5);
        headers.write("/read".getBytes(StandardCharsets.US_ASCII));
        headers.write(0x01); // :authority, as a literal
        headers.write(9);
        headers.write("localhost".getBytes(StandardCharsets.US_ASCII));
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bytes.write(frame(SETTINGS, 0, 0, new byte[0]));
        bytes.write(frame(HEADERS, END_STREAM | END_HEADERS, 1, headers.toByteArray()));
        return bytes.toByteArray();
    }

    private static byte[] http2Reset() {
        return frame(RST_STREAM, 0, 1, new byte[] {0, 0, 0, CANCEL});
    }

    private static byte[] frame(byte type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put(type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
