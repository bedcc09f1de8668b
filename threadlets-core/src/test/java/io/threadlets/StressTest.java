package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random mixes of everything, checked at rest. Longer with {@code -Dthreadlets.stress.seconds=600}, again with
 * {@code -Dthreadlets.stress.seed=<seed of the failure>}.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
final class StressTest {
    private static final int OPERATIONS = Integer.getInteger("threadlets.stress.operations", 1500);
    private static final long SEED = Long.getLong("threadlets.stress.seed", 1);

    @Test
    void operations_atRandomFromSeveralThreads_sumsAreRightAtRest() {
        final long deadline = StressReport.deadline(8_000);
        long checked = 0;
        for (long seed = SEED; seed == SEED || !StressReport.isOver(deadline); seed++) {
            final Storm storm = new Storm(seed, OPERATIONS);
            try {
                storm.run();
            } catch (Throwable failure) {
                throw new AssertionError("With -Dthreadlets.stress.seed=" + seed + ": " + storm, failure);
            }
            checked += storm.submissions();
        }
        StressReport.leave("StressTest-storms", StressReport.SUBMISSIONS, checked);
    }

    @Test
    void shutdown_racingWithSubmitters_eachAcceptedWorkIsRunReturnedOrDequeued() throws Exception {
        final long deadline = StressReport.deadline(4_000);
        long checked = 0;
        for (long seed = SEED; seed == SEED || !StressReport.isOver(deadline); seed++) {
            try {
                checked += shutdownRace(new Random(seed));
            } catch (AssertionError failure) {
                throw new AssertionError("With -Dthreadlets.stress.seed=" + seed, failure);
            }
        }
        StressReport.leave("StressTest-shutdowns", StressReport.SUBMISSIONS, checked);
    }

    private static long shutdownRace(Random random) throws InterruptedException {
        final TestThreads threads = new TestThreads();
        final OnFull policy = Storm.POLICIES.get(random.nextInt(3));
        final ThreadletQueue queue = ThreadletQueue.builder("race")
                .maxThreads(1 + random.nextInt(4))
                .capacity(random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(5))
                .onFull(policy)
                .threadFactory(threads)
                .build();
        final List<Thread> submitters = new ArrayList<>();
        final List<List<TestWork>> accepted = new ArrayList<>();
        final List<TestWork> refused = Collections.synchronizedList(new ArrayList<>());
        for (int s = 0; s < 3; s++) {
            final List<TestWork> mine = new ArrayList<>();
            accepted.add(mine);
            final Thread submitter = new Thread(() -> submitUntilShutDown(queue, mine, refused));
            submitter.setDaemon(true);
            submitter.start();
            submitters.add(submitter);
        }
        final int before = random.nextInt(300);
        QueueFixture.until(
                "some were submitted",
                () -> queue.snapshot().submitted() >= before
                        || submitters.stream().noneMatch(Thread::isAlive));
        final boolean now = random.nextInt(3) > 0;
        final Set<ThreadletWork> returned = Collections.newSetFromMap(new IdentityHashMap<>());
        final List<ThreadletWork> list = new ArrayList<>();
        if (now) {
            list.addAll(queue.shutdownNow());
            returned.addAll(list);
        } else {
            queue.shutdown();
        }
        assertThat(queue.awaitTermination(QueueFixture.LONG)).isTrue();
        threads.assertAllDead();
        for (Thread submitter : submitters) {
            submitter.join(60_000);
            assertThat(submitter.isAlive()).isFalse();
        }
        final Set<TestWork> all = new HashSet<>();
        accepted.forEach(all::addAll);
        assertThat(list).doesNotHaveDuplicates().allMatch(all::contains);
        assertThat(all).allSatisfy(work -> {
            assertThat(work.completions.get()).isOne();
            assertThat(work.runs.get()).isEqualTo(returned.contains(work) ? 0 : 1);
            assertThat(work.state() == ThreadletWork.State.DEQUEUED).isEqualTo(returned.contains(work));
        });
        assertThat(refused)
                .allMatch(work ->
                        work.runs.get() == 0 && work.completions.get() == 0 && work.state() == ThreadletWork.State.NEW);
        assertThat(queue.snapshot().submitted()).isEqualTo(all.size());
        assertThat(queue.snapshot().rejected()).isEqualTo(refused.size());
        assertThat(queue.snapshot().dequeued()).isEqualTo(list.size());
        return all.size();
    }

    private static void submitUntilShutDown(ThreadletQueue queue, List<TestWork> accepted, List<TestWork> refused) {
        for (int i = 0; i < 500; i++) {
            final TestWork work = new TestWork();
            try {
                queue.submit(work);
                accepted.add(work);
            } catch (ThreadletRejectedException why) {
                refused.add(work);
                if (why.reason() == ThreadletRejectedException.Reason.SHUTDOWN) {
                    return;
                }
            }
        }
    }
}
