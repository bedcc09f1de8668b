package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random trees of works that submit their children to their own queue and wait for them. None hangs, on however few
 * threads, and each work is run once. Again with {@code -Dthreadlets.stress.seed=<seed of the failure>}.
 */
@Timeout(600)
final class JoiningTreesTest {
    private static final long SEED = Long.getLong("threadlets.stress.seed", 1);

    /** In all, over the shapes. */
    private static final int NODES = Long.getLong("threadlets.stress.seconds", 0) > 0 ? 1_000_000 : 20_000;

    private static final int MOST_THREADS = 4;

    private static final int NODES_OF_A_SHAPE = NODES / MOST_THREADS / OnFull.values().length;

    private static final int ROOTS = 3;

    @RegisterExtension
    final Queues queues = new Queues();

    /** What kind of queue the trees grow on; beyond a small capacity works are run where they are submitted. */
    record Shape(int threads, OnFull policy) {
        ThreadletQueue.Builder builder() {
            final ThreadletQueue.Builder builder =
                    ThreadletQueue.builder("q").maxThreads(threads).onFull(policy);
            return policy == OnFull.REJECT ? builder : builder.capacity(2);
        }
    }

    static Stream<Shape> shapes() {
        return IntStream.rangeClosed(1, MOST_THREADS)
                .boxed()
                .flatMap(threads -> Stream.of(OnFull.values()).map(policy -> new Shape(threads, policy)));
    }

    /** Nodes that each count those below them, and themselves. */
    private static final class Trees {
        final ThreadletQueue queue;
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger strayInterrupts = new AtomicInteger();

        /** Some of those that were submitted last, for who cancels them. */
        final AtomicReferenceArray<@Nullable Node> latest = new AtomicReferenceArray<>(16);

        Trees(ThreadletQueue queue) {
            this.queue = queue;
        }

        final class Node {
            private final int size;
            private final long seed;
            private volatile boolean cancelled;
            private volatile @Nullable ThreadletFuture<Integer> future;

            Node(int size, long seed) {
                this.size = size;
                this.seed = seed;
            }

            int grow() throws Exception {
                final int run = runs.incrementAndGet();
                countStrayInterrupt();
                final Random random = new Random(seed);
                final List<ThreadletFuture<Integer>> futures = new ArrayList<>();
                int left = size - 1;
                for (int branches = 1 + random.nextInt(4); left > 0; branches--) {
                    final int share = branches <= 1 ? left : 1 + random.nextInt(left);
                    left -= share;
                    final Node child = new Node(share, random.nextLong());
                    futures.add(child.submit());
                    latest.set(run % latest.length(), child);
                }
                Collections.shuffle(futures, random);
                int sum = 1;
                for (ThreadletFuture<Integer> each : futures) {
                    sum += await(each, random);
                }
                countStrayInterrupt();
                return sum;
            }

            ThreadletFuture<Integer> submit() {
                final ThreadletFuture<Integer> submitted = queue.submit(this::grow);
                future = submitted;
                return submitted;
            }

            private int await(ThreadletFuture<Integer> child, Random random) throws Exception {
                try {
                    return Waiting.ALL.get(random.nextInt(Waiting.ALL.size())).on(child);
                } catch (CancellationException e) {
                    return 0;
                }
            }

            private void countStrayInterrupt() {
                if (Thread.currentThread().isInterrupted() && !cancelled) {
                    strayInterrupts.incrementAndGet();
                }
            }

            void cancel() {
                final ThreadletFuture<Integer> submitted = future;
                if (submitted != null) {
                    cancelled = true; // before the interrupt
                    submitted.cancel(true);
                }
            }
        }

        /** Grows a tree for each of some threads that are not the queue's; says how many nodes they count. */
        int growAll(int nodes) throws Exception {
            final List<CompletableFuture<Integer>> sums = new ArrayList<>();
            for (int i = 0; i < ROOTS; i++) {
                final Node root = new Node(nodes / ROOTS, SEED * 31 + i);
                final CompletableFuture<Integer> sum = new CompletableFuture<>();
                sums.add(sum);
                Waits.start(() -> {
                    try {
                        sum.complete(root.submit().get());
                    } catch (Throwable thrown) {
                        sum.completeExceptionally(thrown);
                    }
                });
            }
            int all = 0;
            for (CompletableFuture<Integer> sum : sums) {
                try {
                    all += sum.get(Waits.LONG.toSeconds(), TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    throw new AssertionError(
                            "after " + runs + " nodes, with -Dthreadlets.stress.seed=" + SEED + ": " + queue, e);
                }
            }
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void join_inTreesOfWorks_countsEachOnce(Shape shape) throws Exception {
        final ThreadletQueue queue = queues.build(shape.builder());
        final Trees trees = new Trees(queue);
        final int nodes = NODES_OF_A_SHAPE / ROOTS * ROOTS;
        assertThat(trees.growAll(nodes)).isEqualTo(nodes);
        assertThat(trees.runs).hasValue(nodes);
        assertThat(trees.strayInterrupts).hasValue(0);
        Queues.drain(queue);
        final QueueSnapshot end = queue.snapshot();
        assertThat(end.succeeded()).isEqualTo(nodes);
        assertThat(end.largest()).isLessThanOrEqualTo(shape.threads());
        StressReport.leave(
                "JoiningTreesTest-" + shape.policy() + "-" + shape.threads(), StressReport.SUBMISSIONS, nodes);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void cancel_ofNodesAtRandom_reachesNoOtherAndNoneHangs(Shape shape) throws Exception {
        final ThreadletQueue queue = queues.build(shape.builder());
        final Trees trees = new Trees(queue);
        final AtomicBoolean over = new AtomicBoolean();
        final Thread canceller = Waits.start(() -> {
            final Random random = new Random(SEED);
            for (int next = 20; !over.get(); next = trees.runs.get() + 20) {
                final int enough = next;
                Waits.spin(() -> over.get() || trees.runs.get() >= enough);
                final Trees.Node node = trees.latest.get(random.nextInt(trees.latest.length()));
                if (node != null) {
                    node.cancel();
                }
            }
        });
        trees.growAll(NODES_OF_A_SHAPE / ROOTS * ROOTS);
        over.set(true);
        Waits.join(canceller);
        Waits.until("what cancelled nodes have left behind has been run too", () -> {
            final QueueSnapshot now = queue.snapshot();
            return now.queued() == 0
                    && now.idle() == now.cur()
                    && queue.running().isEmpty();
        });
        Queues.drain(queue);
        assertThat(trees.strayInterrupts).as("interrupts meant for another").hasValue(0);
        final QueueSnapshot end = queue.snapshot();
        assertThat(end.succeeded() + end.failed()).isEqualTo(trees.runs.get());
        assertThat(queues.noneUncaught()).isTrue();
    }
}
