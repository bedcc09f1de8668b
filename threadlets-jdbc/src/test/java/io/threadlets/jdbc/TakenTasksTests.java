package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.Ending;
import io.threadlets.spring.store.TakenCall;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When rows are looked for again, on a queue of four threads, each of which runs what the test ends. */
class TakenTasksTests {
    private static final int THREADS = 4;
    private static final int ASKED = 1_000;

    private final AtomicInteger wakeUps = new AtomicInteger();
    private final Threads threads = new Threads();
    private final TakenTasks tasks = new TakenTasks(threads, wakeUps::incrementAndGet);

    @Test
    void rowsAreTakenForFreeThreadsOnly() {
        assertThat(look(3)).isEqualTo(THREADS);
        assertThat(look(1)).isEqualTo(1);
        assertThat(look(0)).isZero();
    }

    @Test
    void rowsAreLookedForAgainOnceHalfOfTheThreadsAreFreeWhereAllWereTakenThatCouldBe() {
        look(THREADS);

        end(1);
        assertThat(wakeUps).hasValue(0);
        end(1);
        assertThat(wakeUps).hasValue(1);
    }

    @Test
    void rowsAreLookedForAgainWhereCallsEndWhileTheyAreTaken() {
        look(THREADS);
        end(2);
        wakeUps.set(0);

        tasks.limit(ASKED); // the database is asked
        end(1);

        assertThat(wakeUps).as("the look after this one follows at once").hasValue(1);
    }

    @Test
    void rowsAreNotLookedForAgainWhereTheLastLookFoundLessThanItCould() {
        look(THREADS);
        end(THREADS);
        look(1);
        look(0);
        wakeUps.set(0);

        end(1);

        assertThat(wakeUps).hasValue(0);
    }

    @Test
    void lookWithoutAFreeThreadSaysNothingOfWhatIsThere() {
        look(THREADS);
        look(0);

        end(2);

        assertThat(wakeUps).hasValue(1);
    }

    /** Returns how many could have been taken. */
    private int look(int found) {
        final int most = tasks.limit(ASKED);
        for (int i = 0; i < found; i++) {
            tasks.execute(() -> {});
        }
        return most;
    }

    private void end(int calls) {
        for (int i = 0; i < calls; i++) {
            Objects.requireNonNull(threads.running.poll()).run();
            tasks.freed();
        }
    }

    private static final class Threads implements CallRunner {
        private final Queue<Runnable> running = new ArrayDeque<>();

        @Override
        public Set<String> targets() {
            return Set.of();
        }

        @Override
        public int maxThreads() {
            return THREADS;
        }

        @Override
        public int room() {
            return THREADS - running.size();
        }

        @Override
        public void execute(Runnable task) {
            running.add(task);
        }

        @Override
        public Ending run(TakenCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ending lost(TakenCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ending unfinished(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void late(TakenCall call) {
            throw new UnsupportedOperationException();
        }
    }
}
