package io.threadlets.spring.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

/** What goes along with calls, and what does not stay behind. */
class CallContextTests {
    @RegisterExtension
    final CallersContext caller = new CallersContext();

    private final ThreadLocal<@Nullable String> tenant = caller.tenant();
    private final ThreadLocal<@Nullable String> decorated = new ThreadLocal<>();
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1")
            .withBean(Service.class, () -> new Service(this::seen));

    /** What a thread has of each kind. */
    record Seen(
            @Nullable String logged,
            @Nullable String tenant,
            @Nullable String decorated) {
        static final Seen NOTHING = new Seen(null, null, null);
    }

    private Seen seen() {
        return new Seen(MDC.get("request"), tenant.get(), decorated.get());
    }

    interface Look {
        Seen now();
    }

    static class Service {
        private final Look look;
        final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

        Service(Look look) {
            this.look = look;
        }

        BlockingQueue<Seen> seen() {
            return seen;
        }

        @Threadlet("q")
        public Seen value() {
            return look.now();
        }

        @Threadlet("q")
        public CompletableFuture<Seen> future(Gate gate) throws InterruptedException {
            gate.pass();
            return CompletableFuture.completedFuture(look.now());
        }

        @Threadlet("q")
        public CompletableFuture<Seen> follow(CompletableFuture<Seen> stage) {
            return stage;
        }

        @Threadlet(queue = "q", fallback = "instead")
        public CompletableFuture<Seen> failing() {
            throw new IllegalStateException("planned");
        }

        @Threadlet(queue = "q", timeout = "30ms", fallback = "instead")
        public CompletableFuture<Seen> late() throws InterruptedException {
            new Gate().pass();
            throw new IllegalStateException("not reached");
        }

        CompletableFuture<Seen> instead() {
            return CompletableFuture.completedFuture(look.now());
        }

        @Threadlet("q")
        public void nothing() {
            throw new IllegalStateException("planned");
        }

        @Threadlet("q")
        public void leaveBehind() {
            MDC.put("request", "left behind");
            look.now();
        }
    }

    /** Adds to what is restored: so it must be inside. */
    private TaskDecorator decorator() {
        return task -> {
            final String caller = Thread.currentThread().getName();
            return () -> {
                final String before = decorated.get();
                decorated.set(MDC.get("request") + " from " + caller);
                try {
                    task.run();
                } finally {
                    decorated.set(before);
                }
            };
        };
    }

    private Seen callers() {
        return new Seen("r1", "t1", "r1 from " + Thread.currentThread().getName());
    }

    @Test
    void bodyHasTheCallersContextAndTheNextWorkHasNot() {
        contexts.withBean("decorator", TaskDecorator.class, this::decorator).run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.value()).isEqualTo(callers());
            MDC.clear();
            tenant.remove();
            assertThat(context.getBean("q", ThreadletQueue.class)
                            .submit(this::seen)
                            .get(20, TimeUnit.SECONDS))
                    .as("a work of the core, on the same thread")
                    .isEqualTo(Seen.NOTHING);
        });
    }

    @Test
    void nothingThatABodyLeavesBehindIsSeenByTheNextCall() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            MDC.clear();
            tenant.remove();
            service.leaveBehind();
            assertThat(service.value()).isEqualTo(Seen.NOTHING);
        });
    }

    @Test
    void contextIsThatOfTheSubmissionHoweverTheCallerGoesOn() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final CompletableFuture<Seen> future = service.future(gate);
            MDC.put("request", "r2");
            tenant.set("t2");
            gate.open();
            assertThat(future).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(new Seen("r1", "t1", null));
        });
    }

    @Test
    void stagesOfTheFutureHaveTheContext() {
        contexts.withBean("decorator", TaskDecorator.class, this::decorator).run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final CompletableFuture<Seen> completion = service.future(gate).thenApply(body -> seen());
            gate.open();
            assertThat(completion).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(callers());
        });
    }

    @Test
    void stagesOfAFutureThatFollowsAnotherHaveTheContextAndTheThreadKeepsItsOwn() throws Exception {
        contexts.withBean("decorator", TaskDecorator.class, this::decorator).run(context -> {
            final CompletableFuture<Seen> stage = new CompletableFuture<>();
            final CompletableFuture<Seen> completion =
                    context.getBean(Service.class).follow(stage).thenApply(body -> seen());
            await().until(() ->
                    context.getBean("q", ThreadletQueue.class).snapshot().succeeded() == 1);
            final Thread other = new Thread(() -> {
                MDC.put("request", "other");
                stage.complete(Seen.NOTHING);
                stage.obtrudeValue(seen());
            });
            other.start();
            assertThat(completion)
                    .as("the decorators were around the body")
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo(new Seen("r1", "t1", null));
            other.join();
            assertThat(stage).isCompletedWithValue(new Seen("other", null, null));
        });
    }

    @Test
    void fallbackHasTheContextAlsoAfterATimeout() {
        contexts.withBean("decorator", TaskDecorator.class, this::decorator).run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.failing()).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(callers());
            assertThat(service.late())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .returns("r1", Seen::logged)
                    .returns("t1", Seen::tenant);
        });
    }

    @Test
    void exceptionHandlerHasTheContext() {
        final BlockingQueue<Seen> handled = new LinkedBlockingQueue<>();
        contexts.withBean("decorator", TaskDecorator.class, this::decorator)
                .withBean(ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> handled.add(seen()))
                .run(context -> {
                    context.getBean(Service.class).nothing();
                    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(callers());
                });
    }

    @Test
    void companionExecutorsCarryTheContextToo() {
        contexts.withBean("decorator", TaskDecorator.class, this::decorator).run(context -> {
            final Executor executor =
                    BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Executor.class, "q");
            assertThat(CompletableFuture.supplyAsync(this::seen, executor))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo(callers());
        });
    }

    @Test
    void propagateContextOffSwitchesAllOfItOff() {
        contexts.withBean("decorator", TaskDecorator.class, this::decorator)
                .withPropertyValues("threadlets.propagate-context=false")
                .run(context ->
                        assertThat(context.getBean(Service.class).value()).isEqualTo(Seen.NOTHING));
    }

    @Test
    void decoratorSeesTheBodysFailureAndIsAskedOnceACall() {
        final AtomicInteger asked = new AtomicInteger();
        final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        contexts.withBean("decorator", TaskDecorator.class, () -> task -> {
                    asked.incrementAndGet();
                    return () -> {
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            failures.add(e);
                            throw e;
                        }
                    };
                })
                .run(context -> {
                    assertThat(context.getBean(Service.class).failing()).succeedsWithin(20, TimeUnit.SECONDS);
                    assertThat(failures.poll(20, TimeUnit.SECONDS)).hasMessage("planned");
                    assertThat(failures).isEmpty();
                    assertThat(asked).hasValue(1);
                });
    }

    @Test
    void decoratorThatDoesNotRunWhatItIsGivenFailsTheCall() {
        contexts.withBean("decorator", TaskDecorator.class, () -> task -> () -> {})
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Service.class).value())
                        .hasMessageContaining("a TaskDecorator did not run the call of Service.value"));
    }

    @Test
    void sourceThatFailsFailsTheCallAndHarmsNoThread() {
        final ContextSource broken = carrier -> () -> {
            throw new IllegalStateException("cannot be restored");
        };
        contexts.withBean("broken", ContextSource.class, () -> broken).run(context -> {
            final Service service = context.getBean(Service.class);
            assertThatThrownBy(service::value).hasMessage("cannot be restored");
            assertThat(context.getBean("q", ThreadletQueue.class)
                            .submit(this::seen)
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(Seen.NOTHING);
        });
    }

    @Test
    void mdcOfTheCallerIsAsItWasAfterACallThatItRanItself() {
        contexts.withPropertyValues("threadlets.mode=inline").run(context -> {
            final Service service = context.getBean(Service.class);
            final Map<String, String> before = MDC.getCopyOfContextMap();
            service.leaveBehind();
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(before);
        });
    }
}
