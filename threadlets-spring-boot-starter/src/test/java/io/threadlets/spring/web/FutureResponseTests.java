package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.view.AbstractView;

/** The response of a handler that returns the future of a call is that of any other future, byte for byte. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "threadlets.queues.disk.max-threads=2")
class FutureResponseTests {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Handlers handlers;
    private final int port;

    @Autowired
    FutureResponseTests(Handlers handlers, @LocalServerPort int port) {
        this.handlers = handlers;
        this.port = port;
    }

    @AfterEach
    void letGo() {
        handlers.gate.open();
        handlers.gate = new Gate();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Handlers.class, WebDisk.class})
    static class Application implements WebMvcConfigurer {
        @Override
        public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
            configurer.registerDeferredResultInterceptors(new Impatient());
        }

        @Bean
        View greeting() {
            return new AbstractView() {
                @Override
                protected void renderMergedOutputModel(
                        Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                    response.getWriter().print("Hello " + model.get("name"));
                }
            };
        }
    }

    /** Answers without the handler's future. */
    private static final class Impatient implements DeferredResultProcessingInterceptor {
        @Override
        @SuppressWarnings("unchecked") // the result is of the response's type
        public <T> void preProcess(NativeWebRequest request, DeferredResult<T> result) {
            if (request.getParameter("at-once") != null) {
                ((DeferredResult<Object>) result).setResult(request.getParameter("at-once"));
            }
        }
    }

    /** Who makes the future that a handler returns. */
    enum Source {
        THREADLET,
        PLAIN
    }

    @Controller
    static class Handlers {
        private final WebDisk disk;
        private volatile Gate gate = new Gate();

        Handlers(WebDisk disk) {
            this.disk = disk;
        }

        private <T extends @Nullable Object> CompletableFuture<T> future(Source source, Callable<T> body)
                throws Exception {
            if (source == Source.THREADLET) {
                final CompletableFuture<T> future = disk.call(body);
                assertThat(future).isInstanceOf(ThreadletFuture.class);
                return future;
            }
            final CompletableFuture<T> plain = new CompletableFuture<>();
            new Thread(() -> {
                        try {
                            plain.complete(body.call());
                        } catch (Exception e) {
                            plain.completeExceptionally(e);
                        }
                    })
                    .start();
            return plain;
        }

        @GetMapping("/{source}/json")
        @ResponseBody
        CompletableFuture<Map<String, Integer>> json(@PathVariable Source source) throws Exception {
            return future(source, () -> Map.of("answer", 42));
        }

        @GetMapping("/{source}/entity")
        CompletableFuture<ResponseEntity<List<String>>> entity(@PathVariable Source source) throws Exception {
            return future(
                    source,
                    () -> ResponseEntity.status(HttpStatus.CREATED)
                            .header("X-Made-By", "entity")
                            .body(List.of("a", "b")));
        }

        @GetMapping("/{source}/view")
        CompletableFuture<String> view(@PathVariable Source source) throws Exception {
            return future(source, () -> "greeting");
        }

        @GetMapping("/{source}/model-and-view")
        CompletableFuture<ModelAndView> modelAndView(@PathVariable Source source) throws Exception {
            return future(source, () -> new ModelAndView("greeting", "name", "you"));
        }

        @GetMapping("/{source}/redirect")
        CompletableFuture<String> redirect(@PathVariable Source source) throws Exception {
            return future(source, () -> "redirect:/elsewhere");
        }

        @GetMapping("/{source}/stage")
        @ResponseBody
        CompletionStage<String> stage(@PathVariable Source source) throws Exception {
            return future(source, () -> "stage");
        }

        @GetMapping("/{source}/declared-as-future")
        @ResponseBody
        Future<String> declaredAsFuture(@PathVariable Source source) throws Exception {
            return future(source, () -> "future");
        }

        @GetMapping("/{source}/declared-as-object")
        @ResponseBody
        @SuppressWarnings("FutureReturnValueIgnored") // Spring does not
        Object declaredAsObject(@PathVariable Source source) throws Exception {
            return future(source, () -> "object");
        }

        @GetMapping("/{source}/derived")
        @ResponseBody
        CompletableFuture<String> derived(@PathVariable Source source) throws Exception {
            return future(source, () -> "derived").thenApply(text -> text + " stage");
        }

        @GetMapping("/{source}/done")
        @ResponseBody
        CompletableFuture<String> done(@PathVariable Source source) throws Exception {
            final CompletableFuture<String> future = future(source, () -> "done");
            future.get(20, TimeUnit.SECONDS);
            return future;
        }

        @GetMapping("/{source}/void")
        @ResponseBody
        CompletableFuture<@Nullable Void> nothing(@PathVariable Source source) throws Exception {
            return future(source, () -> null);
        }

        @GetMapping("/{source}/null")
        @ResponseBody
        @Nullable
        CompletableFuture<String> noFuture(@PathVariable Source source) {
            assertThat(source).isNotNull();
            return null;
        }

        @GetMapping("/{source}/failure")
        @ResponseBody
        CompletableFuture<String> failure(@PathVariable Source source) throws Exception {
            return future(source, () -> {
                throw new FileNotFoundException("gone");
            });
        }

        @GetMapping("/{source}/derived-failure")
        @ResponseBody
        CompletableFuture<String> derivedFailure(@PathVariable Source source) throws Exception {
            return future(source, () -> "derived").thenApply(text -> {
                throw new IllegalStateException(text);
            });
        }

        @GetMapping("/cancelled")
        @ResponseBody
        CompletableFuture<String> cancelled() throws Exception {
            final CompletableFuture<String> future = disk.read(gate);
            future.cancel(true);
            return future;
        }

        @GetMapping("/held")
        @ResponseBody
        CompletableFuture<String> held() throws Exception {
            final CompletableFuture<String> future = disk.read(gate);
            gate.awaitReached();
            return future;
        }

        @ExceptionHandler
        ResponseEntity<String> handle(IOException failure) {
            return ResponseEntity.status(HttpStatus.NOT_FOUND).body(failure.toString());
        }

        @ExceptionHandler
        ResponseEntity<String> handle(Exception failure) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body(failure.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            json               | 200 | {"answer":42}
            entity             | 201 | ["a","b"]
            view               | 200 | Hello null
            model-and-view     | 200 | Hello you
            redirect           | 302 | ''
            stage              | 200 | stage
            declared-as-future | 200 | future
            declared-as-object | 200 | object
            derived            | 200 | derived stage
            done               | 200 | done
            void               | 200 | ''
            null               | 200 | ''
            failure            | 404 | java.io.FileNotFoundException: gone
            derived-failure    | 409 | java.lang.IllegalStateException: derived
            """)
    void callIsAnsweredAsSpringAnswersAnyFuture(String path, int status, String body) throws Exception {
        final HttpResponse<String> answer = get("/THREADLET/" + path);
        final HttpResponse<String> springs = get("/PLAIN/" + path);
        assertThat(answer).returns(status, HttpResponse::statusCode).returns(body, HttpResponse::body);
        assertThat(springs).returns(status, HttpResponse::statusCode).returns(body, HttpResponse::body);
        assertThat(headers(answer)).isEqualTo(headers(springs));
    }

    @Test
    void callThatSomebodyElseCancelsFailsWithThat() throws Exception {
        final HttpResponse<String> answer = get("/cancelled");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).startsWith("java.util.concurrent.CancellationException");
    }

    @Test
    void callThatTheResponseDoesNotWaitForIsInterrupted() throws Exception {
        assertThat(get("/held?at-once=known").body()).isEqualTo("known");
        handlers.gate.awaitInterrupted();
    }

    @Test
    void onlyThreadletFuturesAreTaken(@Autowired ThreadletQueue disk, @Autowired RequestMappingHandlerAdapter adapter)
            throws Exception {
        assertThat(adapter.getReturnValueHandlers()).first().isInstanceOf(FutureReturnValueHandler.class);
        final FutureReturnValueHandler handler = new FutureReturnValueHandler();
        final HandlerMethod method =
                new HandlerMethod(handlers, Handlers.class.getDeclaredMethod("json", Source.class));
        assertThat(handler.supportsReturnType(method.getReturnValueType(disk.submit(() -> "done"))))
                .isTrue();
        assertThat(handler.supportsReturnType(method.getReturnValueType(new CompletableFuture<>())))
                .isFalse();
        assertThat(handler.supportsReturnType(method.getReturnValueType(null))).isFalse();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static Map<String, List<String>> headers(HttpResponse<?> answer) {
        final Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return headers;
    }
}
