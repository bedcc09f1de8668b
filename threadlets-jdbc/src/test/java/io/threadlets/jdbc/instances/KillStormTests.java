package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Figures.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.jdbc.instances.Database.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A stream of calls over two instances that are killed again and again, at random moments. No call that was
 * acknowledged is lost, and none is run twice but for a kill.
 */
@Tag("stress")
@Timeout(value = 3000, unit = TimeUnit.SECONDS)
class KillStormTests {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = 100;
    private static final int MILLIS_BETWEEN_SENDS = 40;
    private static final int MOST_WAITING = 200;
    private static final int LONGEST_CALL_MILLIS = 400;
    private static final int LONGEST_PAUSE_MILLIS = 1500;

    /** The machine starts JVM after JVM: one that has to wait for a processor shall not be taken for dead. */
    private static final String HEARTBEAT = "threadlets.jdbc.heartbeat=1s";

    /** A call may be hit more than once: it shall not be given up for that. */
    private static final String CRASHES = "threadlets.queues.work.max-crashes=100";

    /** A body may have ended, and its instance be killed before the store knows. */
    private static final Duration UNKNOWN = Duration.ofSeconds(1);

    @RegisterExtension
    private final Instances instances = new Instances();

    private final AtomicReferenceArray<Instance> living = new AtomicReferenceArray<>(2);
    private final Map<String, Kill> killed = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void nothingIsLostAndEveryDoubleIsExplainedByAKill() throws Exception {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        living.set(0, instances.start("a0", HEARTBEAT, CRASHES));
        living.set(1, instances.start("b0", HEARTBEAT, CRASHES));
        final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try {
            final ScheduledFuture<?> sending =
                    sender.scheduleAtFixedRate(this::send, 0, MILLIS_BETWEEN_SENDS, TimeUnit.MILLISECONDS);
            for (int kill = 1; kill <= KILLS; kill++) {
                // Nothing is waited for: a moment is chosen.
                assertThat(new CountDownLatch(1).await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS))
                        .isFalse();
                if (random.nextInt(10) == 0) {
                    killAndReplace(1, kill);
                    kill++;
                    killAndReplace(0, kill);
                } else {
                    killAndReplace(random.nextInt(2), kill);
                }
                living.get(0).awaitReady();
                living.get(1).awaitReady();
            }
            assertThat(sending.isDone()).isFalse(); // as it would be after a send that threw
        } finally {
            sender.shutdown();
        }
        assertThat(sender.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        final Set<Long> acknowledged = acknowledged();
        final Database database = instances.database();
        await().atMost(PATIENCE).until(() -> database.rows("work") == 0);
        final List<Run> runs = database.runs();
        final Set<Long> ended = database.ended();
        final List<Long> lost =
                acknowledged.stream().filter(work -> !ended.contains(work)).toList();
        final Map<Long, List<Run>> doubles = doubles(runs);
        final List<String> unexplained = new ArrayList<>();
        doubles.forEach((work, ofWork) -> explain(ofWork, unexplained));
        Figures.print(
                "Storm",
                "%d kills (seed %d), %d calls acknowledged, %d lost, %d run more than once, %d of them unexplained"
                        .formatted(
                                killed.size(),
                                seed,
                                acknowledged.size(),
                                lost.size(),
                                doubles.size(),
                                unexplained.size()));
        assertThat(lost).isEmpty();
        assertThat(unexplained).isEmpty();
        assertThat(killed).hasSizeGreaterThanOrEqualTo(KILLS);
        assertThat(killed.keySet()).anyMatch(name -> name.startsWith("a")).anyMatch(name -> name.startsWith("b"));
        assertThat(runs).allSatisfy(run -> assertThat(run.attempt()).isEqualTo(1));
        assertThat(database.told()).isEmpty();
    }

    /** To one of the two, whichever lives; not while so many wait that a slow machine could not run them in the end. */
    private void send() {
        if (instances.database().rows("work") >= MOST_WAITING) {
            return;
        }
        final long work = sent.incrementAndGet();
        final Instance instance = living.get((int) (work % 2));
        answers.put(work, instance.send("work", work, work * 7919 % LONGEST_CALL_MILLIS));
    }

    /** The calls whose sender was told that they are stored, and not the ones of which it heard nothing. */
    private Set<Long> acknowledged() {
        await().atMost(PATIENCE).until(() -> answers.values().stream().allMatch(CompletableFuture::isDone));
        return answers.keySet().stream()
                .filter(work -> !answers.get(work).isCompletedExceptionally())
                .filter(work -> !answers.get(work).join().startsWith(Console.FAILED))
                .collect(Collectors.toSet());
    }

    private void killAndReplace(int index, int kill) throws Exception {
        final Instance victim = living.get(index);
        final Instant from = victim.kill();
        killed.put(victim.name(), new Kill(from, Instant.now()));
        living.set(index, instances.launch((index == 0 ? "a" : "b") + kill, HEARTBEAT, CRASHES));
    }

    /** Each run but the last was cut off by a kill of its instance, before the next run began. */
    private void explain(List<Run> runs, List<String> unexplained) {
        for (int i = 0; i < runs.size() - 1; i++) {
            final Run run = runs.get(i);
            final Kill kill = killed.get(run.instance());
            final boolean explained = kill != null
                    && run.began().isBefore(kill.to())
                    && runs.get(i + 1).began().isAfter(kill.from())
                    && run.ended()
                            .map(end -> end.plus(UNKNOWN).isAfter(kill.from()))
                            .orElse(true);
            if (!explained) {
                unexplained.add(runs + ", killed " + kill);
            }
        }
    }

    /**
     * The end of an instance.
     *
     * @param from when it was told
     * @param to when it had ended
     */
    private record Kill(Instant from, Instant to) {}
}
