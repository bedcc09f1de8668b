package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

/**
 * Calls of all kinds from several threads, with limits that are about as long as the calls take, held against what is
 * plainly true of each: it ends once, with at most one fallback, in its own context, and leaves no interrupt behind.
 */
class CallStormTests {
    private static final int CALLERS = 4;
    private static final int KINDS = 9;
    private static final List<Doing> DOINGS = List.of(Doing.values());
    private static final String KEY = "storm";

    /** Longer ({@code -Dstorm.seconds=90}) finds rarer things. */
    private static final long SECONDS = Long.getLong("storm.seconds", 3);

    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());

    /** A body that stays this long was not interrupted. */
    private static final long STUCK_MILLIS = 5_000;

    private static final int MOST_COMPLAINTS = 20;

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.global.max-threads=2",
                    "threadlets.queues.global.capacity=3",
                    "threadlets.queues.reject.max-threads=2",
                    "threadlets.queues.reject.capacity=2",
                    "threadlets.queues.reject.queue-timeout=1ms",
                    "threadlets.queues.callers.max-threads=2",
                    "threadlets.queues.callers.capacity=1",
                    "threadlets.queues.callers.on-full=caller-runs",
                    "threadlets.queues.block.max-threads=2",
                    "threadlets.queues.block.capacity=1",
                    "threadlets.queues.block.on-full=block")
            .withBean(Service.class)
            .withBean(TaskDecorator.class, () -> CallStormTests::decorate)
            .withBean(
                    ThreadletExceptionHandler.class,
                    () -> (failure, method, arguments) -> ((Trial) arguments[0]).handle(failure));

    /** A task of another kind, as an application's would be. */
    private static Runnable decorate(Runnable task) {
        return () -> task.run();
    }

    /** What the body does. */
    enum Doing {
        RETURN,
        THROW,
        SLEEP,
        STAY,
        SPIN,
        STAGE
    }

    /** One call, and what was seen of it. */
    static final class Trial {
        final String id;
        final Doing doing;
        final int pause;
        final boolean isStageFailing;
        final Queue<String> wrong;
        final AtomicInteger bodies = new AtomicInteger();
        final AtomicInteger fallbacks = new AtomicInteger();
        final AtomicInteger handled = new AtomicInteger();
        final CompletableFuture<String> stage = new CompletableFuture<>();
        volatile boolean wasCancelled;

        Trial(String id, Doing doing, int pause, boolean isStageFailing, Queue<String> wrong) {
            this.id = id;
            this.doing = doing;
            this.pause = pause;
            this.isStageFailing = isStageFailing;
            this.wrong = wrong;
        }

        void wrong(String what) {
            wrong.add(id + " " + doing + ": " + what + " on "
                    + Thread.currentThread().getName());
        }

        void checkContext(String where) {
            if (!id.equals(MDC.get(KEY))) {
                wrong("context is " + MDC.get(KEY) + " in the " + where);
            }
        }

        String body(String queue) throws Exception {
            if (bodies.incrementAndGet() > 1) {
                wrong("second body");
            }
            checkContext("body");
            if (!queue.equals(ThreadletCall.current().queue())) {
                wrong("current call is of " + ThreadletCall.current().queue());
            }
            switch (doing) {
                case THROW -> throw new IllegalStateException("planned");
                case SLEEP -> Thread.sleep(pause);
                case STAY -> {
                    final long begin = System.nanoTime();
                    Thread.sleep(STUCK_MILLIS);
                    wrong("was not interrupted for " + Duration.ofNanos(System.nanoTime() - begin));
                }
                case SPIN -> {
                    final long begin = System.nanoTime();
                    while (System.nanoTime() - begin < pause * 500_000L) {
                        Thread.onSpinWait();
                    }
                }
                default -> {}
            }
            return id;
        }

        CompletableFuture<String> stage(String queue) throws Exception {
            final String value = body(queue);
            return doing == Doing.STAGE ? stage : CompletableFuture.completedFuture(value);
        }

        String fallback() {
            if (fallbacks.incrementAndGet() > 1) {
                wrong("second fallback");
            }
            checkContext("fallback");
            return id;
        }

        void handle(Throwable failure) {
            if (handled.incrementAndGet() > 1) {
                wrong("handled again: " + failure);
            }
            checkContext("handler");
        }
    }

    static class Service {
        @Threadlet(queue = "reject", timeout = "1ms", fallback = "instead")
        public String rejectValue(Trial trial) throws Exception {
            return trial.body("reject");
        }

        @Threadlet(queue = "callers", timeout = "1ms", fallback = "instead")
        public String callersValue(Trial trial) throws Exception {
            return trial.body("callers");
        }

        @Threadlet(queue = "block", timeout = "2ms")
        public String blockValue(Trial trial) throws Exception {
            return trial.body("block");
        }

        @Threadlet(queue = "reject", timeout = "2ms")
        public CompletableFuture<String> rejectFuture(Trial trial) throws Exception {
            return trial.stage("reject");
        }

        @Threadlet(queue = "callers", timeout = "1ms", fallback = "insteadLater")
        public CompletableFuture<String> callersFuture(Trial trial) throws Exception {
            return trial.stage("callers");
        }

        @Threadlet(queue = "block", timeout = "1ms", fallback = "insteadLater")
        public CompletableFuture<String> blockFuture(Trial trial) throws Exception {
            return trial.stage("block");
        }

        @Threadlet(queue = "reject", timeout = "1ms", fallback = "insteadNothing")
        public void rejectNothing(Trial trial) throws Exception {
            trial.body("reject");
        }

        @Threadlet(queue = "callers", timeout = "2ms")
        public void callersNothing(Trial trial) throws Exception {
            trial.body("callers");
        }

        @Threadlet(queue = "block", timeout = "1ms")
        public void blockNothing(Trial trial) throws Exception {
            trial.body("block");
        }

        String instead(Trial trial) {
            return trial.fallback();
        }

        CompletableFuture<String> insteadLater(Trial trial) {
            return CompletableFuture.completedFuture(trial.fallback());
        }

        void insteadNothing(Trial trial) {
            trial.fallback();
        }
    }

    @Test
    void eachCallEndsOnceAndLeavesNothingBehind() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Queue<String> wrong = new ConcurrentLinkedQueue<>();
            final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            final CountDownLatch done = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                final int number = i;
                final Thread caller = new Thread(
                        () -> {
                            final Caller one = new Caller(number, service, wrong);
                            while (System.nanoTime() - end < 0 && wrong.size() < MOST_COMPLAINTS) {
                                one.next();
                            }
                            done.countDown();
                        },
                        "caller-" + i);
                caller.setDaemon(true);
                caller.start();
            }
            final boolean ended = done.await(SECONDS + 60, TimeUnit.SECONDS);
            assertThat(wrong).as("with seed " + SEED).isEmpty();
            assertThat(ended).as("each call ends, with seed " + SEED).isTrue();
            Contexts.awaitRest(context);
        });
    }

    /** One thread that calls. */
    private static final class Caller {
        private final SplittableRandom random;
        private final int number;
        private final Service service;
        private final Queue<String> wrong;
        private int count;

        Caller(int number, Service service, Queue<String> wrong) {
            this.random = new SplittableRandom(SEED + number);
            this.number = number;
            this.service = service;
            this.wrong = wrong;
        }

        void next() {
            final Trial trial = new Trial(
                    number + "-" + count++,
                    DOINGS.get(random.nextInt(DOINGS.size())),
                    random.nextInt(4),
                    random.nextBoolean(),
                    wrong);
            final boolean isInterrupted = random.nextInt(8) == 0;
            final int kind = random.nextInt(KINDS);
            MDC.put(KEY, trial.id);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            try {
                switch (kind) {
                    case 0 -> value(trial, service.rejectValue(trial));
                    case 1 -> value(trial, service.callersValue(trial));
                    case 2 -> value(trial, service.blockValue(trial));
                    case 3 -> future(trial, service.rejectFuture(trial), isInterrupted);
                    case 4 -> future(trial, service.callersFuture(trial), isInterrupted);
                    case 5 -> future(trial, service.blockFuture(trial), isInterrupted);
                    case 6 -> service.rejectNothing(trial);
                    case 7 -> service.callersNothing(trial);
                    default -> service.blockNothing(trial);
                }
            } catch (CancellationException cancelled) {
                if (!isInterrupted) {
                    trial.wrong("cancelled: " + cancelled);
                }
            } catch (ThreadletTimeoutException expected) {
                if (expected.toString().contains("what it returned")) {
                    trial.wrong(expected.toString());
                }
            } catch (IllegalStateException | ThreadletRejectedException | InterruptedException expected) {
                // as planned
            } catch (Exception e) {
                trial.wrong("threw " + e);
            }
            if (Thread.interrupted() != isInterrupted) {
                trial.wrong("interrupt status of the caller is not " + isInterrupted + ", kind " + kind);
            }
            trial.checkContext("caller afterwards");
            if (ThreadletCall.current().queue() != null) {
                trial.wrong("still in a call");
            }
        }

        private static void value(Trial trial, String value) {
            if (!trial.id.equals(value)) {
                trial.wrong("value is " + value);
            }
        }

        private void future(Trial trial, CompletableFuture<String> future, boolean isInterrupted) throws Exception {
            final boolean wasInterrupted = Thread.interrupted();
            if (wasInterrupted != isInterrupted) {
                trial.wrong("interrupt status of the caller became " + wasInterrupted);
            }
            final CompletableFuture<Void> told = future.handle((value, failure) -> {
                trial.handle(failure);
                return null;
            });
            switch (random.nextInt(4)) {
                case 0 -> {
                    final long begin = System.nanoTime();
                    final int wait = random.nextInt(1_500_000);
                    while (System.nanoTime() - begin < wait) {
                        Thread.onSpinWait();
                    }
                    if (future.cancel(true)) {
                        trial.wasCancelled = true;
                    }
                }
                case 1 -> {
                    if (trial.isStageFailing) {
                        trial.stage.completeExceptionally(new IllegalStateException("planned"));
                    } else {
                        trial.stage.complete(trial.id);
                    }
                }
                default -> {}
            }
            try {
                value(trial, future.get(30, TimeUnit.SECONDS));
            } catch (TimeoutException never) {
                trial.wrong("never ends");
            } catch (ExecutionException e) {
                // as planned
            } catch (CancellationException e) {
                if (!trial.wasCancelled && !isInterrupted) {
                    trial.wrong("cancelled by nobody: " + e);
                }
            }
            told.get(30, TimeUnit.SECONDS);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
