package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Random trees of plain calls among small queues of all kinds, from several threads at once: each ends. */
class CrossQueueStormTests {
    private static final int CALLERS = 6;

    /** Longer ({@code -Dstorm.seconds=90}) finds rarer things. */
    private static final long SECONDS = Long.getLong("storm.seconds", 2);

    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.one.max-threads=1",
                    "threadlets.queues.two.max-threads=2",
                    "threadlets.queues.block.max-threads=1",
                    "threadlets.queues.block.capacity=1",
                    "threadlets.queues.block.on-full=block",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=1",
                    "threadlets.queues.callers.on-full=caller-runs",
                    "threadlets.queues.timed.max-threads=1")
            .withBean(Service.class);

    /** A call, and those that it makes one after the other. */
    record Tree(int kind, List<Tree> calls) {
        int size() {
            return 1 + calls.stream().mapToInt(Tree::size).sum();
        }

        boolean mayTimeOut() {
            return kind == 4 || calls.stream().anyMatch(Tree::mayTimeOut);
        }

        int make(Service service) {
            return switch (kind) {
                case 0 -> service.one(this, service);
                case 1 -> service.two(this, service);
                case 2 -> service.block(this, service);
                case 3 -> service.callers(this, service);
                default -> service.timed(this, service);
            };
        }

        int makeCalls(Service service) {
            return 1 + calls.stream().mapToInt(call -> call.make(service)).sum();
        }
    }

    static class Service {
        @Threadlet("one")
        public int one(Tree tree, Service proxy) {
            return tree.makeCalls(proxy);
        }

        @Threadlet("two")
        public int two(Tree tree, Service proxy) {
            return tree.makeCalls(proxy);
        }

        @Threadlet("block")
        public int block(Tree tree, Service proxy) {
            return tree.makeCalls(proxy);
        }

        @Threadlet("callers")
        public int callers(Tree tree, Service proxy) {
            return tree.makeCalls(proxy);
        }

        @Threadlet(queue = "timed", timeout = "3ms")
        public int timed(Tree tree, Service proxy) {
            return tree.makeCalls(proxy);
        }
    }

    @Test
    void eachCallOfEachTreeEnds() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Queue<String> wrong = new ConcurrentLinkedQueue<>();
            final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            final CountDownLatch done = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                final SplittableRandom random = new SplittableRandom(SEED + i);
                final Thread caller = new Thread(() -> {
                    while (System.nanoTime() - end < 0 && wrong.isEmpty()) {
                        callOne(tree(random, 4), service, wrong);
                    }
                    done.countDown();
                });
                caller.setDaemon(true);
                caller.start();
            }
            final boolean ended = done.await(SECONDS + 60, TimeUnit.SECONDS);
            assertThat(wrong).as("with seed " + SEED).isEmpty();
            assertThat(ended).as("each call ends, with seed " + SEED).isTrue();
            Contexts.awaitRest(context);
        });
    }

    private static Tree tree(SplittableRandom random, int depth) {
        final List<Tree> calls = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
            calls.add(tree(random, depth - 1));
        }
        return new Tree(random.nextInt(5), calls);
    }

    private static void callOne(Tree tree, Service service, Queue<String> wrong) {
        try {
            final int size = tree.make(service);
            if (size != tree.size()) {
                wrong.add(tree + " gave " + size);
            }
        } catch (ThreadletTimeoutException expected) {
            if (!tree.mayTimeOut()) {
                wrong.add(tree + " timed out");
            }
        } catch (RuntimeException e) {
            if (!tree.mayTimeOut()) { // else the interrupt of a timeout: it reaches whatever the body waits for
                wrong.add(tree + " threw " + e);
            }
        }
        if (Thread.interrupted()) {
            wrong.add(tree + " left an interrupt");
        }
    }
}
