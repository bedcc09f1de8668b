package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people are shown of works and tasks. */
final class DescriptionsTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private record Named(String name) implements Runnable, Callable<String> {
        @Override
        public void run() {}

        @Override
        public String call() {
            return name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Undescribed extends ThreadletWork {
        @Override
        protected void run() {}
    }

    /** As {@code describe} of users may do it. */
    private static final class Silent extends ThreadletWork {
        private final boolean throwing;

        Silent(boolean throwing) {
            this.throwing = throwing;
        }

        @Override
        protected void run() {}

        @Override
        @SuppressWarnings({"NullAway", "ReturnsNullCollection"})
        public String describe() {
            if (throwing) {
                throw new IllegalStateException("in describe");
            }
            return null;
        }
    }

    private static final class Untold implements Runnable {
        @Override
        public void run() {}

        @Override
        public String toString() {
            throw new IllegalStateException("in toString");
        }
    }

    @Test
    void describe_byDefault_isTheClassName() {
        assertThat(new Undescribed().describe()).isEqualTo(Undescribed.class.getName());
    }

    @Test
    void describe_ofARunnableWithAToString_isThat() {
        assertThat(ThreadletWork.of(new Named("mail 17")).describe()).isEqualTo("mail 17");
    }

    @Test
    void describe_ofALambda_isItsClass() {
        final Runnable lambda = () -> {};
        assertThat(ThreadletWork.of(lambda).describe())
                .isEqualTo(lambda.getClass().getName())
                .doesNotContain("@");
    }

    @Test
    void describe_thatReturnsNullOrThrows_breaksNeitherListingsNorMessages() {
        final ThreadletQueue queue = queues.single("q");
        queue.pause();
        final Silent nothing = new Silent(false);
        final Silent throwing = new Silent(true);
        queue.submit(nothing);
        queue.submit(throwing);
        assertThat(queue.submit(new Untold())).isNotDone();
        assertThat(queue.queued(9))
                .extracting(QueuedWork::description)
                .containsExactly(Silent.class.getName(), Silent.class.getName(), FutureWork.class.getName());
        assertThatIllegalStateException()
                .isThrownBy(() -> queue.submit(throwing))
                .withMessageContaining(Silent.class.getName());
        queue.resume();
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isEqualTo(3);
    }

    @Test
    void describe_ofTasks_isTheirToString() {
        final ThreadletQueue queue = queues.single("q");
        queue.pause();
        final Named task = new Named("mail 17");
        final ThreadletFuture<?> runnable = queue.submit((Runnable) task);
        final ThreadletFuture<String> callable = queue.submit((Callable<String>) task);
        queue.executor().execute(task);
        assertThat(queue.queued(9))
                .extracting(QueuedWork::description)
                .containsExactly("mail 17", "mail 17", "mail 17");
        queue.resume();
        assertThat(runnable.join()).isNull();
        assertThat(callable.join()).isEqualTo("mail 17");
    }

    @Test
    void describe_ofATaskWhoseEndAListenerHearsOf_isStillItsToString() {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {
                    @Override
                    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                        heard.add(work.describe());
                    }
                }));
        final Named task = new Named("mail 17");
        assertThat(queue.submit((Runnable) task).join()).isNull();
        assertThat(queue.submit((Callable<String>) task).join()).isEqualTo("mail 17");
        assertThat(queue.submit(new Task<>("failing", () -> Probe.throwing(new IOException("no"))))
                        .handle((value, failure) -> failure)
                        .join())
                .isInstanceOf(IOException.class);
        assertThat(heard).containsExactly("mail 17", "mail 17", "failing");
    }

    @Test
    void running_whileAThreadRunsStagesOfATask_showsTheTask() {
        final ThreadletQueue queue = queues.single("q");
        for (Callable<String> end :
                List.<Callable<String>>of(() -> "value", () -> Probe.throwing(new IOException("no")))) {
            final Gate first = new Gate();
            final Gate stage = new Gate();
            final ThreadletFuture<String> future = queue.submit(new Task<>("mail 17", () -> {
                first.pass();
                return end.call();
            }));
            final CompletableFuture<Object> stages = future.handle((value, failure) -> {
                stage.passWithoutInterrupts();
                return value;
            });
            first.open();
            stage.awaitEntered();
            assertThat(queue.running()).extracting(RunningWork::description).containsExactly("mail 17");
            stage.open();
            stages.join();
        }
    }
}
