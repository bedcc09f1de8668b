package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names of threads, where the thread that made the queue is called alike. */
final class ThreadNamesTest {
    @RegisterExtension
    private final Queues queues = new Queues();

    @Test
    void apartFrom_thePoolOfTheCreator_addsAWord() {
        assertThat(ThreadNames.apartFrom("main", "main-")).isEqualTo("main-queue-");
        assertThat(ThreadNames.apartFrom("disk-7", "disk-")).isEqualTo("disk-queue-");
        assertThat(ThreadNames.apartFrom("http-nio-exec-3", "http-nio-exec-")).isEqualTo("http-nio-exec-queue-");
        assertThat(ThreadNames.apartFrom("worker12", "worker")).isEqualTo("worker-queue-");
        assertThat(ThreadNames.apartFrom("worker1-a", "worker")).isEqualTo("worker-queue-");
        assertThat(ThreadNames.apartFrom("main", "main-x")).isEqualTo("main-x-queue-");
    }

    @Test
    void apartFrom_anotherPool_changesNothing() {
        assertThat(ThreadNames.apartFrom("main", "disk-")).isEqualTo("disk-");
        assertThat(ThreadNames.apartFrom("main-thread-1", "main-")).isEqualTo("main-");
        assertThat(ThreadNames.apartFrom("disk-queue-1", "disk-")).isEqualTo("disk-");
        assertThat(ThreadNames.apartFrom("worker", "work")).isEqualTo("work");
        assertThat(ThreadNames.apartFrom("main", "helper ")).isEqualTo("helper ");
    }

    @Test
    void thread_ofAQueueNamedAsItsCreator_isNamedApart() throws Exception {
        assertThat(nameOfThread("main", ThreadNamesTest::main)).isEqualTo("main-queue-1");
        assertThat(nameOfThread("main", () -> main().threadNamePrefix("x-"))).isEqualTo("x-1");
        assertThat(nameOfThread("x-4", () -> main().threadNamePrefix("x-"))).isEqualTo("x-queue-1");
        assertThat(nameOfThread(
                        "x-4", () -> main().threadNamePrefix("x-").threadFactory(Executors.defaultThreadFactory())))
                .isEqualTo("x-queue-1");
        assertThat(nameOfThread("other", ThreadNamesTest::main)).isEqualTo("main-1");
    }

    private static ThreadletQueue.Builder main() {
        return ThreadletQueue.builder("main");
    }

    private String nameOfThread(String creator, Callable<ThreadletQueue.Builder> builder) throws Exception {
        final FutureTask<ThreadletQueue.Builder> made = new FutureTask<>(builder);
        new Thread(made, creator).start();
        return queues.build(made.get())
                .submit(() -> Thread.currentThread().getName())
                .get();
    }
}
