package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Very many works taken back behind one that blocks. */
final class DequeueManyTest extends QueueFixture {
    private static final int MILLION = 1_000_000;

    /** Written by the test's thread alone: it is the one that dequeues. */
    private int completions;

    /** As small as a work can be. */
    private final class SmallWork extends ThreadletWork {
        @Override
        protected void run() {
            throw new AssertionError("a dequeued work was run");
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completions++;
        }
    }

    /** A work with data that matter. */
    private final class LargeWork extends ThreadletWork {
        private final byte[] payload = new byte[100_000];

        @Override
        protected void run() {
            throw new AssertionError("a dequeued work was run, with " + payload.length);
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            completions++;
        }
    }

    @Test
    void dequeue_aMillionInRandomOrder_eachIsDequeuedAndCollectable() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final List<WeakReference<ThreadletWork>> samples = dequeueAMillion(queue);
        assertThat(completions).isEqualTo(MILLION);
        assertCounts(queue, 1, 0, 0);
        assertThat(queue.snapshot().dequeued()).isEqualTo(MILLION);
        until("all but a bounded remainder of the samples is collected", () -> {
            System.gc();
            return samples.stream().filter(sample -> sample.get() != null).count() < 10;
        });
        assertCounts(queue, 1, 0, 0);
    }

    private List<WeakReference<ThreadletWork>> dequeueAMillion(ThreadletQueue queue) {
        final ThreadletWork[] works = new ThreadletWork[MILLION];
        Arrays.setAll(works, i -> new SmallWork());
        for (ThreadletWork work : works) {
            queue.submit(work);
        }
        assertCounts(queue, 1, 0, MILLION);
        Collections.shuffle(Arrays.asList(works), new Random(1));
        final List<WeakReference<ThreadletWork>> samples = new ArrayList<>();
        for (int i = 0; i < MILLION; i++) {
            if (i % 1000 == 0) {
                samples.add(new WeakReference<>(works[i]));
            }
            if (queue.dequeue(works[i]) != DequeueResult.DEQUEUED || works[i].state() != ThreadletWork.State.DEQUEUED) {
                throw new AssertionError("Number " + i + " is " + works[i].state());
            }
        }
        return samples;
    }

    /** Together more than twice the heap of the tests. */
    @Test
    void dequeue_roundAfterRoundBehindABlockedThread_memoryIsFreed() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final Random random = new Random(1);
        for (int round = 0; round < 12; round++) {
            final List<ThreadletWork> works = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                final ThreadletWork work = new LargeWork();
                works.add(work);
                queue.submit(work);
            }
            Collections.shuffle(works, random);
            works.forEach(work -> assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED));
        }
        assertThat(completions).isEqualTo(24_000);
        assertCounts(queue, 1, 0, 0);
    }

    /** A few live works between the dead ones keep nothing of those alive. */
    @Test
    void dequeue_allButAFew_theFewRunInOrder() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final List<Integer> ran = new ArrayList<>();
        final List<ThreadletWork> dead = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            final int number = i;
            if (i % 1000 == 500) {
                queue.submit(ThreadletWork.of(() -> ran.add(number)));
            } else {
                final ThreadletWork work = new SmallWork();
                queue.submit(work);
                dead.add(work);
            }
        }
        Collections.shuffle(dead, new Random(1));
        dead.forEach(work -> assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED));
        assertCounts(queue, 1, 0, 20);
        gate.open();
        submitAndAwait(queue);
        assertThat(ran).hasSize(20).isSorted();
    }

    /** The same object, over and over, behind a thread that blocks: its old places must not run or grow. */
    @Test
    void submitAndDequeue_theSameWorkOverAndOver_nothingPilesUp() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(1));
        occupy(queue, 1);
        final ThreadletWork work = new LargeWork();
        for (int i = 0; i < 200_000; i++) {
            queue.submit(work);
            if (queue.dequeue(work) != DequeueResult.DEQUEUED) {
                throw new AssertionError("Round " + i);
            }
        }
        assertThat(completions).isEqualTo(200_000);
        final TestWork last = new TestWork();
        queue.submit(last);
        gate.open();
        last.awaitEnded();
        awaitIdle(queue);
        assertThat(queue.snapshot().succeeded()).isEqualTo(2);
    }
}
