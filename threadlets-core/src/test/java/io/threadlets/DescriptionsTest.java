package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.Callable;
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
}
