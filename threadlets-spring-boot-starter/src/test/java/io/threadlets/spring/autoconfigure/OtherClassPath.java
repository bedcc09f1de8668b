package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** The tests' class path once more, with some jars really gone, in a class loader that shares nothing with theirs. */
final class OtherClassPath implements AutoCloseable {
    private final Classes classes;

    private OtherClassPath(Classes classes) {
        this.classes = classes;
    }

    /** Knows what was loaded. */
    private static final class Classes extends URLClassLoader {
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        Classes(List<URL> kept) {
            super(kept.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            final Class<?> found = super.findClass(name);
            loaded.add(name);
            return found;
        }
    }

    /** @param jars patterns of the names of those to leave out */
    static OtherClassPath without(String... jars) throws MalformedURLException {
        final List<URL> kept = new ArrayList<>();
        final String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        assertThat(entries).as("a class path that is written out").hasSizeGreaterThan(10);
        for (String entry : entries) {
            final Path path = Path.of(entry);
            final String name = String.valueOf(path.getFileName());
            if (List.of(jars).stream().noneMatch(name::matches)) {
                kept.add(path.toUri().toURL());
            }
        }
        return new OtherClassPath(new Classes(kept));
    }

    /** Names of classes. */
    Set<String> loaded() {
        return classes.loaded;
    }

    ClassLoader loader() {
        return classes;
    }

    /** Starts it, lets it offload a call, closes it; returns the names of its beans. */
    List<String> runSmallApplication() throws Exception {
        final Thread thread = Thread.currentThread();
        final ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            final Callable<?> application = (Callable<?>) classes.loadClass(SmallApplication.class.getName())
                    .getConstructor()
                    .newInstance();
            final List<String> beans = new ArrayList<>();
            ((List<?>) application.call()).forEach(bean -> beans.add((String) bean));
            return beans;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
