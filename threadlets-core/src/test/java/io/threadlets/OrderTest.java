package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Works start in the order in which they were accepted. */
final class OrderTest extends QueueFixture {

    @Test
    void submit_oneThread_isASerialExecutor() {
        final ThreadletQueue queue = build(sized(0, 1));
        final List<Integer> ran = new ArrayList<>(); // no lock: each work's effects are visible to the next
        final int count = 20_000;
        for (int i = 0; i < count; i++) {
            final int number = i;
            queue.submit(ThreadletWork.of(() -> ran.add(number)));
        }
        submitAndAwait(queue);
        assertThat(ran).isEqualTo(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void submit_oneThreadThatComesAndGoes_isASerialExecutor() {
        final ThreadletQueue queue = build(named("q").maxThreads(1).idleTimeout(java.time.Duration.ofNanos(1)));
        final int[] sum = new int[1];
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        final int count = 20_000;
        for (int i = 0; i < count; i++) {
            queue.submit(ThreadletWork.of(() -> {
                if (inside.getAndIncrement() != 0) {
                    overlaps.incrementAndGet();
                }
                sum[0]++;
                inside.decrementAndGet();
            }));
        }
        submitAndAwait(queue);
        assertThat(overlaps.get()).isZero();
        assertThat(sum[0]).isEqualTo(count);
    }

    @Test
    void submit_severalSubmitters_eachOnesWorksKeepTheirOrder() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1));
        final int submitters = 4;
        final int each = 3000;
        final List<List<Integer>> ran = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        final CountDownLatch all = new CountDownLatch(submitters * each);
        for (int s = 0; s < submitters; s++) {
            final List<Integer> mine = new ArrayList<>();
            ran.add(mine);
            final Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    final int number = i;
                    queue.submit(ThreadletWork.of(() -> {
                        mine.add(number);
                        all.countDown();
                    }));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        submitAndAwait(queue);
        assertThat(all.getCount()).isZero();
        assertThat(ran)
                .allSatisfy(mine -> assertThat(mine)
                        .isEqualTo(IntStream.range(0, each).boxed().toList()));
    }

    @Test
    void submit_severalThreadsBecomeFreeOneByOne_oldestStartsFirst() {
        final ThreadletQueue queue = build(sized(0, 4));
        final List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            final Gate own = new Gate();
            final TestWork busy = new TestWork(own);
            queue.submit(busy);
            busy.awaitStarted();
            gates.add(own);
        }
        final List<TestWork> waiting = TestWork.several(4, gate);
        waiting.forEach(queue::submit);
        for (int i = 0; i < 4; i++) {
            gates.get((i + 2) % 4).open();
            waiting.get(i).awaitStarted();
            assertCounts(queue, 4, 0, 3 - i);
            assertThat(waiting.subList(i + 1, 4)).noneMatch(TestWork::hasStarted);
        }
    }

    /** Between taking a work and marking it a thread may pause: so as many stragglers as there are other threads. */
    @Test
    void submit_severalThreads_noneStartsLongBeforeAnOlderOne() {
        final int max = 4;
        final int count = 20_000;
        final ThreadletQueue queue = build(sized(0, max));
        final List<ThreadletWork> works = new ArrayList<>();
        final AtomicInteger mostStragglers = new AtomicInteger();
        final CountDownLatch all = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            final int number = i;
            works.add(ThreadletWork.of(() -> {
                int stragglers = 0;
                for (int older = Math.max(0, number - 100); older < number; older++) {
                    if (works.get(older).state() == ThreadletWork.State.QUEUED) {
                        stragglers++;
                    }
                }
                mostStragglers.accumulateAndGet(stragglers, Math::max);
                all.countDown();
            }));
        }
        works.forEach(queue::submit);
        until("all ran", () -> all.getCount() == 0);
        assertThat(mostStragglers.get()).isLessThan(max);
    }

    @Test
    void queued_severalWait_listsThemOldestFirst() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(5, null);
        waiting.forEach(queue::submit);
        assertThat(queue.queued(3)).extracting(QueuedWork::work).containsExactlyElementsOf(waiting.subList(0, 3));
        assertThat(queue.queued(100)).extracting(QueuedWork::work).containsExactlyElementsOf(waiting);
        assertThat(queue.queued(0)).isEmpty();
        assertThat(queue.dequeue(waiting.get(0))).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(queue.dequeue(waiting.get(2))).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(queue.queued(100))
                .extracting(QueuedWork::work)
                .containsExactly(waiting.get(1), waiting.get(3), waiting.get(4));
        assertCounts(queue, 1, 0, 3);
    }
}
