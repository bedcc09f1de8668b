package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a thread takes over from whoever built its queue, and from whoever makes it start. */
final class ThreadSourceTest {
    @RegisterExtension
    private final Queues queues = new Queues();

    private final ClassLoader creators = new URLClassLoader(new URL[0]);
    private final ClassLoader submitters = new URLClassLoader(new URL[0]);
    private final ThreadGroup submittersGroup = new ThreadGroup("submitters");

    private record Seen(ClassLoader loader, ThreadGroup group, int priority, boolean daemon) {}

    private ThreadletQueue.Builder builder() {
        final Thread creator = Thread.currentThread();
        final ClassLoader before = creator.getContextClassLoader();
        creator.setContextClassLoader(creators);
        try {
            return ThreadletQueue.builder("q");
        } finally {
            creator.setContextClassLoader(before);
        }
    }

    /** What a thread looks like that a foreign thread, of the lowest priority, makes start. */
    private Seen seenBySubmission(ThreadletQueue.Builder builder) throws Exception {
        final ThreadletQueue queue = queues.build(builder);
        final Callable<Seen> look = () -> {
            final Thread thread = Thread.currentThread();
            return new Seen(
                    thread.getContextClassLoader(), thread.getThreadGroup(), thread.getPriority(), thread.isDaemon());
        };
        final FutureTask<Seen> submission =
                new FutureTask<>(() -> queue.submit(look).get());
        final Thread submitter = new Thread(submittersGroup, submission, "foreign");
        submitter.setContextClassLoader(submitters);
        lowerPriority(submitter);
        submitter.start();
        return submission.get();
    }

    @SuppressWarnings("ThreadPriorityCheck") // to see that it is not inherited
    private static void lowerPriority(Thread thread) {
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    @Test
    void thread_madeToStartByAForeignThread_takesNothingFromIt() throws Exception {
        final Seen seen = seenBySubmission(builder());
        assertThat(seen.loader()).isSameAs(creators);
        assertThat(seen.group()).isSameAs(Thread.currentThread().getThreadGroup());
        assertThat(seen.priority()).isEqualTo(Thread.NORM_PRIORITY);
        assertThat(seen.daemon()).isTrue();
    }

    @Test
    void thread_ofAFactoryThatChoseNoLoader_hasTheCreatorsLoader() throws Exception {
        assertThat(seenBySubmission(builder().threadFactory(Thread::new)).loader())
                .isSameAs(creators);
        assertThat(seenBySubmission(builder().threadFactory(body -> new Thread(null, body, "t", 0, false)))
                        .loader())
                .isSameAs(creators);
    }

    @Test
    void thread_ofAFactoryThatChoseALoader_keepsIt() throws Exception {
        final ClassLoader chosen = new URLClassLoader(new URL[0]);
        final Seen seen = seenBySubmission(builder().threadFactory(body -> {
            final Thread thread = new Thread(body);
            thread.setContextClassLoader(chosen);
            return thread;
        }));
        assertThat(seen.loader()).isSameAs(chosen);
        assertThat(seen.daemon()).isFalse();
    }

    @Test
    void global_madeByWhomever_hasTheSystemsLoader() throws Exception {
        final ClassLoader seen = ThreadletQueue.global()
                .submit(() -> Thread.currentThread().getContextClassLoader())
                .get();
        assertThat(seen).isSameAs(ClassLoader.getSystemClassLoader());
    }
}
