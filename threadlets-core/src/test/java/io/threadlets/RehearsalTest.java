package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is loaded before the first queue of a JVM is used, tried with copies of the library of which no queue was. */
final class RehearsalTest {
    /** Of what comes last in the life of a queue. */
    private static final String TAKEN_BACK = "io.threadlets.DequeuedException";

    /** Where these are not to be had, the call fails before it has done anything. */
    private static final Set<String> NEEDED_BEFORE =
            Set.of("io.threadlets.Closing", "io.threadlets.GlobalQueue", "io.threadlets.VirtualThreads");

    /** A copy of the library. Knows which of its classes were needed so far. */
    private static final class FreshLibrary extends ClassLoader {
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        FreshLibrary() {
            super(RehearsalTest.class.getClassLoader());
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
                loaded.add(name);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        Object newQueue() throws ReflectiveOperationException {
            final Object builder = loadClass(ThreadletQueue.class.getName())
                    .getMethod("builder", String.class)
                    .invoke(null, "first");
            return builder.getClass().getMethod("build").invoke(builder);
        }
    }

    @Test
    void firstUse_ofTheFirstQueue_findsAllClassesLoaded() throws Exception {
        final FreshLibrary library = new FreshLibrary();
        final Object queue = library.newQueue();

        queue.getClass().getMethod("submit", Runnable.class).invoke(queue, (Runnable) () -> {});
        final Set<String> loadedBefore = Set.copyOf(library.loaded);

        queue.getClass().getMethod("shutdown").invoke(queue);
        await().until(() ->
                queue.getClass().getMethod("isTerminated").invoke(queue).equals(true));
        assertThat(loadedBefore).contains(TAKEN_BACK).containsAll(library.loaded);
    }

    /** So that an error on the way needs no class that there is no memory for, and that would be lost to the JVM. */
    @Test
    void firstUse_ofTheFirstQueue_findsAllLoadedThatIsNeededOnceSomethingWasDecided() throws Exception {
        final FreshLibrary library = new FreshLibrary();
        final Object queue = library.newQueue();

        queue.getClass().getMethod("shutdown").invoke(queue);

        try (Stream<Path> files = Files.list(Path.of("target", "classes", "io", "threadlets"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                            .map(name -> "io.threadlets." + name.substring(0, name.length() - ".class".length())))
                    .filteredOn(name -> !library.loaded.contains(name))
                    .isSubsetOf(NEEDED_BEFORE);
        }
    }

    @Test
    void firstQueue_thatIsNotUsed_isFollowedByTheRehearsalAllTheSame() throws Exception {
        final FreshLibrary library = new FreshLibrary();

        library.newQueue();

        await().until(() -> library.loaded.contains(TAKEN_BACK));
    }
}
