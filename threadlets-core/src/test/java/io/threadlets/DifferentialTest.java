package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The same random operations on a queue and on one with the plain engine, from one thread, each once the one before has
 * come to rest: whatever can be seen must be the same. Longer with {@code -Dthreadlets.differential.runs=10000}, again
 * with {@code -Dthreadlets.differential.seed=<seed of the failure> -Dthreadlets.differential.runs=1}.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
final class DifferentialTest {
    private static final int RUNS = Integer.getInteger("threadlets.differential.runs", 150);
    private static final long SEED = Long.getLong("threadlets.differential.seed", 1);
    private static final int OPERATIONS = Integer.getInteger("threadlets.differential.operations", 40);
    private static final Duration LONG = Duration.ofSeconds(Integer.getInteger("threadlets.differential.patience", 30));

    /**
     * What a rejection says and times decide: which run began first, since the clock stands; when the queue was shut
     * down, by the wall clock; and the largest number of threads, which is compared apart.
     */
    private static final Pattern VARYING = Pattern.compile(
            " Longest running: \\w+ \\d+(, 0\\.0 s)?\\.|(?<=\\(since )[\\d:]+(?=, when)|largest=\\d+, ");

    @Test
    void operations_atRandom_lookTheSameOnBothEngines() {
        final Thread driver = Thread.currentThread();
        final Thread.UncaughtExceptionHandler before = driver.getUncaughtExceptionHandler();
        try {
            for (long seed = SEED; seed < SEED + RUNS; seed++) {
                new Run(seed).run();
            }
        } finally {
            driver.setUncaughtExceptionHandler(before);
        }
    }

    /** What is done to either queue; returns what comes back. */
    private interface Operation extends Function<Twin, String> {}

    private static final class Run {
        private final Random random;
        private final Twin.Settings settings;
        private final Twin atomic;
        private final Twin plain;
        private final List<String> done = new ArrayList<>();

        /**
         * Where several works wait, an operation may start several threads; works that end at once may then be over,
         * and the first thread gone, before the last thread has begun: so the largest number depends on times.
         */
        private boolean growsForSeveral;

        Run(long seed) {
            this.random = new Random(seed);
            this.settings = Twin.Settings.random(random);
            done.add("-Dthreadlets.differential.seed=" + seed + ": " + settings);
            this.atomic = new Twin(settings, AtomicEngine::new);
            this.plain = new Twin(settings, PlainEngine::new);
        }

        private <T> T anyOf(T[] values) {
            return values[random.nextInt(values.length)];
        }

        void run() {
            rest();
            compare();
            for (int i = 0; i < OPERATIONS; i++) {
                step();
            }
            both("open all", twin -> {
                twin.openAll();
                return "";
            });
            both("shutdown", Run::shutdown);
            both("open all", twin -> {
                twin.openAll();
                return "";
            });
            if (!plain.queue.isTerminated()) {
                throw failure("the queues have not ended", null);
            }
        }

        private static String shutdown(Twin twin) {
            twin.queue.shutdown();
            return "";
        }

        private void step() {
            final Twin.Kind kind = random.nextInt(3) == 0 ? anyOf(Twin.Kind.values()) : Twin.Kind.WAITING;
            final int home = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
            final int work = random.nextInt(Math.max(plain.works(), 1));
            final int future = random.nextInt(Math.max(plain.futures(), 1));
            final int body = random.nextInt(Math.max(plain.bodies(), 1));
            final int chosen = random.nextInt(100);
            final boolean flag = random.nextBoolean();
            if (chosen < 30) {
                submit("submit " + kind + " with home " + home, twin -> twin.submitNew(kind, home));
            } else if (chosen < 36 && plain.works() > 0) {
                submit("submit again " + work + " with home " + home, twin -> twin.submit(work, home));
            } else if (chosen < 46) {
                submit("submit a future " + kind, twin -> twin.submitFuture(kind));
            } else if (chosen < 51 && plain.futures() > 0) {
                both("cancel future " + future + " " + flag, twin -> twin.cancel(future, flag));
            } else if (chosen < 53 && plain.futures() > 0) {
                both("complete future " + future, twin -> twin.completeExceptionally(future));
            } else if (chosen < 59 && plain.works() > 0) {
                both("dequeue " + work, twin -> twin.dequeue(work));
            } else if (chosen < 78 && plain.bodies() > 0) {
                both("open body " + body, twin -> twin.open(body));
            } else if (chosen < 83) {
                resize();
            } else if (chosen < 85) {
                final int capacity = random.nextInt(4);
                both("capacity " + capacity, twin -> {
                    twin.queue.capacity(capacity);
                    return "";
                });
            } else if (chosen < 88) {
                both("pause", twin -> {
                    twin.queue.pause();
                    return "";
                });
            } else if (chosen < 92) {
                both("resume", twin -> {
                    twin.queue.resume();
                    return "";
                });
            } else if (chosen >= 98 && random.nextInt(6) == 0) {
                both("shutdown", Run::shutdown);
            } else if (chosen >= 98 && random.nextInt(6) == 0) {
                both("shutdownNow", Twin::shutdownNow);
            }
        }

        private void resize() {
            final int max = settings.serial() ? 1 : 1 + random.nextInt(5);
            final int min = random.nextInt(max + 1);
            both("resize " + min + " " + max, twin -> {
                twin.queue.resize(min, max);
                return "";
            });
        }

        /** Unless it would block. */
        private void submit(String what, Operation operation) {
            final QueueSnapshot now = plain.queue.snapshot();
            final boolean grows = !now.paused() && now.cur() < now.maxThreads();
            if (settings.onFull() != OnFull.BLOCK
                    || now.idle() > 0
                    || grows
                    || now.queued() < now.capacity()
                    || plain.queue.isShutdown()) {
                both(what, operation);
            }
        }

        private void both(String what, Operation operation) {
            done.add(what);
            growsForSeveral |= plain.queue.snapshot().queued() > 1;
            final String ofAtomic = outcome(atomic, operation);
            final String ofPlain = outcome(plain, operation);
            done.set(done.size() - 1, what + " -> " + ofPlain);
            rest();
            if (!ofAtomic.equals(ofPlain)) {
                throw failure("the outcome was " + ofAtomic, null);
            }
            compare();
        }

        private static String outcome(Twin twin, Operation operation) {
            Thread.currentThread().setUncaughtExceptionHandler((where, what) -> twin.report(what));
            try {
                return operation.apply(twin);
            } catch (ThreadletRejectedException e) {
                return VARYING.matcher(e + " " + e.reason() + " " + e.snapshot() + " " + e.getCause())
                        .replaceAll("");
            } catch (RuntimeException e) {
                return e.toString();
            }
        }

        @SuppressWarnings("ThreadPriorityCheck") // the queues' threads need a processor
        private void rest() {
            for (Twin twin : List.of(atomic, plain)) {
                for (int looks = 0; !twin.isQuiet(); looks++) {
                    if (looks == 200) {
                        awaitRest(twin);
                        break;
                    }
                    Thread.yield();
                }
            }
        }

        private void awaitRest(Twin twin) {
            try {
                Awaitility.await()
                        .pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(LONG)
                        .until(twin::isQuiet);
            } catch (ConditionTimeoutException e) {
                throw failure((twin == atomic ? "the atomic" : "the plain") + " one does not come to rest", e);
            }
        }

        private void compare() {
            if (!atomic.view(!growsForSeveral).equals(plain.view(!growsForSeveral))) {
                throw failure("they differ", null);
            }
        }

        private AssertionError failure(String what, @Nullable Throwable cause) {
            final List<String> ofAtomic = atomic.view(true);
            final List<String> ofPlain = plain.view(true);
            final StringBuilder text = new StringBuilder(what).append(" after\n");
            done.forEach(line -> text.append("  ").append(line).append('\n'));
            for (int i = 0; i < Math.max(ofAtomic.size(), ofPlain.size()); i++) {
                final String left = i < ofAtomic.size() ? ofAtomic.get(i) : "";
                final String right = i < ofPlain.size() ? ofPlain.get(i) : "";
                if (!left.equals(right) || i == 0) {
                    text.append("atomic: ")
                            .append(left)
                            .append("\nplain:  ")
                            .append(right)
                            .append('\n');
                }
            }
            return new AssertionError(text.toString(), cause);
        }
    }
}
