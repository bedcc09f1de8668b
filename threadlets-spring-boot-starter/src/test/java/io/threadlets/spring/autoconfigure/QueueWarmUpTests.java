package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

/** The first queue of a JVM is built beside the start of the application. */
class QueueWarmUpTests {
    private static final String FIRST_QUEUE = "io.threadlets.ThreadletQueue$Builder";

    /** The library once more, with which no queue was built yet. Tells which thread needed each class first. */
    private static final class FreshLibrary extends ClassLoader {
        private final Map<String, Thread> loadedBy = new ConcurrentHashMap<>();
        private final CountDownLatch firstQueue = new CountDownLatch(1);

        FreshLibrary() {
            super(QueueWarmUpTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                final Class<?> found = findLoadedClass(name);
                return found != null || !name.startsWith("io.threadlets.")
                        ? super.loadClass(name, resolve)
                        : load(name);
            }
        }

        private Class<?> load(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                final byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
                loadedBy.put(name, Thread.currentThread());
                if (name.equals(FIRST_QUEUE)) {
                    firstQueue.countDown();
                }
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void applicationThatStartsBuildsAFirstQueueOnAnotherThread() throws Exception {
        final FreshLibrary library = new FreshLibrary();
        final ApplicationContextInitializer<?> warmUp = (ApplicationContextInitializer<?>)
                BeanUtils.instantiateClass(library.loadClass(QueueWarmUp.class.getName()));
        final SpringApplication application = new SpringApplication(Object.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(warmUp);

        application.run().close();

        assertThat(library.firstQueue.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(library.loadedBy.get(FIRST_QUEUE)).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void itIsRegisteredWithBoot() {
        assertThat(new SpringApplication(Object.class).getInitializers()).hasAtLeastOneElementOfType(QueueWarmUp.class);
    }

    @Test
    void threadEndsAndHoldsOnToNoApplication() throws InterruptedException {
        final Thread thread = QueueWarmUp.begin(new StandardEnvironment(), 2);

        assertThat(thread).isNotNull();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isNull();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void starterThatIsSwitchedOffAndASingleProcessorNeedNone() {
        assertThat(QueueWarmUp.begin(new MockEnvironment().withProperty("threadlets.enabled", "false"), 2))
                .isNull();
        assertThat(QueueWarmUp.begin(new MockEnvironment(), 1)).isNull();
    }
}
