package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is left of an application that was closed, as by a restart in the same JVM. Netty leaves a thread of its own.
 */
class ClassLoaderTests {
    @Test
    void closedApplicationLeavesNoThreadThatHoldsItsClasses() throws Exception {
        try (OtherClassPath classes = OtherClassPath.without("reactor-netty.*")) {
            assertThat(classes.runSmallApplication()).contains("disk");
            await().untilAsserted(() -> assertThat(threadsOf(classes.loader())).isEmpty());
        }
    }

    /** By the class loader that they take with them, and by that of their class. */
    private static List<Thread> threadsOf(ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> loader.equals(thread.getContextClassLoader())
                        || loader.equals(thread.getClass().getClassLoader()))
                .toList();
    }
}
