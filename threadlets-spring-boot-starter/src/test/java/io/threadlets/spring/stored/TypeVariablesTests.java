package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods whose calls are stored, and whose parameters have type variables. */
class TypeVariablesTests {
    record Circle(int radius) {}

    interface Job<T> {
        void work(T what);

        void all(T[] what);

        Object next() throws Exception;
    }

    abstract static class AbstractJob<T> implements Job<T> {
        private final BlockingQueue<Object> got = new LinkedBlockingQueue<>();

        @Override
        @Threadlet("jobs")
        public void work(T what) {
            got.add(what);
        }

        @Override
        @Threadlet("jobs")
        public void all(T[] what) {
            got.add(what);
        }

        @Override
        public Object next() throws Exception {
            return Objects.requireNonNull(got.poll(20, TimeUnit.SECONDS));
        }
    }

    static class CircleJob extends AbstractJob<Circle> {}

    static class DayJob implements Job<LocalDate> {
        private final BlockingQueue<Object> got = new LinkedBlockingQueue<>();

        @Override
        @Threadlet("jobs")
        public void work(LocalDate what) {
            got.add(what);
        }

        @Override
        public void all(LocalDate[] what) {}

        @Override
        public Object next() throws Exception {
            return Objects.requireNonNull(got.poll(20, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("unchecked")
    void argumentsAreReadAsWhatTypeVariablesStandFor(boolean subclass) {
        final String proxies = "spring.aop.proxy-target-class=" + subclass;
        StoredMethodsTests.with(CircleJob.class, proxies).run(context -> {
            final Job<Circle> job = context.getBean(Job.class);
            job.work(new Circle(1));
            assertThat(job.next()).isEqualTo(new Circle(1));
            job.all(new Circle[] {new Circle(2)});
            assertThat((Object[]) job.next()).containsExactly(new Circle(2));
        });
        StoredMethodsTests.with(DayJob.class, proxies).run(context -> {
            final Job<LocalDate> job = context.getBean(Job.class);
            job.work(LocalDate.EPOCH);
            assertThat(job.next()).isEqualTo(LocalDate.EPOCH);
        });
    }
}
