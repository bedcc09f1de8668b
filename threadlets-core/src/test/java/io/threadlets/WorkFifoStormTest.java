package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of works in the bare list at once, so that segments follow one another, are used again, and die from the
 * middle, while threads offer, take, take back, close and open. Again with {@code -Dthreadlets.stress.seed=<seed of the
 * failure>}.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
final class WorkFifoStormTest {
    private static final long SEED = Long.getLong("threadlets.stress.seed", 1);
    private static final int PRODUCERS = 2;
    private static final int WORKS_OF_A_PRODUCER = 6 * WorkSegment.SIZE;

    @Test
    void operations_onManySegments_loseNothingAndKeepTheOrder() {
        final long deadline = StressReport.deadline(1_500);
        long checked = 0;
        for (long seed = SEED; seed == SEED || !StressReport.isOver(deadline); seed++) {
            try {
                new Round(seed).run();
            } catch (AssertionError failure) {
                throw new AssertionError("With -Dthreadlets.stress.seed=" + seed, failure);
            }
            checked += PRODUCERS * WORKS_OF_A_PRODUCER;
        }
        StressReport.leave("WorkFifoStormTest", StressReport.LISTED, checked);
    }

    /** A work with its place in the order of its producer. */
    private static final class Placed extends CountedWork {
        final int producer;
        final int place;
        final AtomicInteger taken = new AtomicInteger();

        Placed(int producer, int place) {
            this.producer = producer;
            this.place = place;
        }
    }

    private static final class Round {
        private final Random random;
        private final WorkFifo list = EngineParts.fifo();
        private final List<AtomicReferenceArray<Placed>> placed = new ArrayList<>();
        private final AtomicInteger busy = new AtomicInteger(PRODUCERS + 1);
        private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

        Round(long seed) {
            random = new Random(seed);
        }

        void run() {
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                final int producer = i;
                placed.add(new AtomicReferenceArray<>(WORKS_OF_A_PRODUCER));
                threads.add(start(() -> produce(producer)));
            }
            final int backlog = random.nextInt(PRODUCERS * WORKS_OF_A_PRODUCER);
            final Random choices = new Random(random.nextLong());
            threads.add(start(() -> dequeueStretches(choices)));
            threads.add(start(() -> consume(backlog)));
            threads.add(start(() -> consume(backlog / 2)));
            threads.forEach(Waits::join);
            assertThat(errors).isEmpty();
            assertThat(EngineParts.runNext(list)).isNull();
            assertThat(list.list(0, 1)).isEmpty();
            assertThat(list.isReady()).isFalse();
            for (AtomicReferenceArray<Placed> works : placed) {
                for (int i = 0; i < works.length(); i++) {
                    assertThat(works.get(i).taken.get())
                            .as("how often work %d was taken", i)
                            .isOne();
                }
            }
        }

        private Thread start(Runnable body) {
            return Waits.start(() -> {
                try {
                    body.run();
                } catch (Throwable t) {
                    errors.add(t);
                }
            });
        }

        private void produce(int producer) {
            for (int i = 0; i < WORKS_OF_A_PRODUCER; i++) {
                final Placed work = new Placed(producer, i);
                work.claim();
                list.offer(work, null, 0);
                placed.get(producer).set(i, work);
            }
            busy.decrementAndGet();
        }

        /** Takes back whole stretches, so that all slots of a segment are buried; now and then nothing can be taken. */
        private void dequeueStretches(Random choices) {
            for (int i = 0; i < 12; i++) {
                final int from = choices.nextInt(WORKS_OF_A_PRODUCER);
                final int to = Math.min(from + choices.nextInt(4 * WorkSegment.SIZE), WORKS_OF_A_PRODUCER);
                Waits.spin(() -> placed.get(0).get(from) != null || !errors.isEmpty());
                final boolean closes = choices.nextBoolean();
                if (closes) {
                    list.close();
                }
                for (int place = from; place < to; place++) {
                    for (AtomicReferenceArray<Placed> works : placed) {
                        final Placed work = works.get(place);
                        if (work != null && EngineParts.dequeue(list, work)) {
                            work.taken.incrementAndGet();
                        }
                    }
                }
                if (closes) {
                    list.open();
                }
            }
            busy.decrementAndGet();
        }

        private void consume(int backlog) {
            Waits.spin(() -> list.offered() >= backlog || !errors.isEmpty());
            final int[] last = {-1, -1};
            while (true) {
                final boolean over = busy.get() == 0;
                if (EngineParts.runNext(list) instanceof Placed work) {
                    work.taken.incrementAndGet();
                    assertThat(work.place)
                            .as("place after %d", last[work.producer])
                            .isGreaterThan(last[work.producer]);
                    last[work.producer] = work.place;
                } else if (over || !errors.isEmpty()) {
                    return;
                }
            }
        }
    }
}
