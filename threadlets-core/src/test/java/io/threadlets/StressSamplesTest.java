package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * Every jcstress test for a moment, in this JVM: jcstress itself takes seconds for each, and is run by the profile
 * {@code stress}. Longer with {@code -Dthreadlets.samples.millis=10000}.
 */
final class StressSamplesTest {
    private static final long MILLIS = Long.getLong("threadlets.samples.millis", 250);

    /** How many samples two threads go through between two barriers. */
    private static final int STRIDE = 64;

    @TestFactory
    Stream<DynamicTest> samples_ofEveryTest_areNotForbidden() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "java", "io", "threadlets"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Stress.java"))
                    .sorted()
                    .toList()
                    .stream()
                    .map(name -> "io.threadlets." + name.substring(0, name.length() - ".java".length()))
                    .map(name -> DynamicTest.dynamicTest(name, () -> runToItsEnd(new Samples(Class.forName(name)))));
        }
    }

    /** On a thread of its own, since a test may find that something does not end. */
    private static void runToItsEnd(Samples samples) {
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Waits.join(Waits.start(() -> {
            try {
                samples.run();
            } catch (Throwable t) {
                failure.set(t);
            }
        }));
        assertThat(failure.get()).isNull();
    }

    /** Two threads, and the samples that they go through side by side. */
    private static final class Samples {
        private final Class<?> test;
        private final List<MethodHandle> actors;
        private final List<MethodHandle> arbiters;
        private final MethodHandle newState;
        private final MethodHandle newResult;
        private final Map<String, Integer> seen = new TreeMap<>();
        private final Object[] states = new Object[STRIDE];
        private final Object[] results = new Object[STRIDE];
        private final AtomicInteger arrivals = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private volatile boolean over;

        Samples(Class<?> test) throws ReflectiveOperationException {
            assertThat(test.isAnnotationPresent(JCStressTest.class))
                    .as("%s", test)
                    .isTrue();
            this.test = test;
            this.actors = handles(Actor.class);
            this.arbiters = handles(Arbiter.class);
            this.newState = generic(MethodHandles.lookup().unreflectConstructor(test.getConstructor()), 0);
            final Class<?> result = Arrays.stream(test.getMethods())
                    .filter(method -> method.getParameterCount() == 1 && method.getDeclaringClass() == test)
                    .findFirst()
                    .orElseThrow()
                    .getParameterTypes()[0];
            this.newResult = generic(MethodHandles.lookup().unreflectConstructor(result.getConstructor()), 0);
            assertThat(actors).hasSize(2);
        }

        private List<MethodHandle> handles(Class<? extends Annotation> kind) throws ReflectiveOperationException {
            final List<MethodHandle> handles = new ArrayList<>();
            for (Method method : test.getMethods()) {
                if (method.isAnnotationPresent(kind)) {
                    final MethodHandle handle = MethodHandles.lookup().unreflect(method);
                    handles.add(
                            method.getParameterCount() == 1
                                    ? generic(handle, 2)
                                    : MethodHandles.dropArguments(generic(handle, 1), 1, Object.class));
                }
            }
            return handles;
        }

        private static MethodHandle generic(MethodHandle handle, int parameters) {
            return handle.asType(MethodType.genericMethodType(parameters));
        }

        void run() throws Throwable {
            prepare();
            final Thread other = Waits.start(() -> act(actors.get(1)));
            final long deadline = System.nanoTime() + MILLIS * 1_000_000;
            try {
                while (!StressReport.isOver(deadline) && failure.get() == null) {
                    meet();
                    goThrough(actors.get(0));
                    meet();
                    look();
                    prepare();
                }
            } finally {
                over = true;
                meet();
            }
            Waits.join(other);
            assertThat(failure.get()).isNull();
            assertThat(seen)
                    .isNotEmpty()
                    .allSatisfy((result, count) -> assertThat(forbidden(result))
                            .as("%s, seen %d times among %s", result, count, seen)
                            .isEmpty());
            System.out.println(test.getSimpleName() + " " + seen);
        }

        private void prepare() throws Throwable {
            for (int i = 0; i < STRIDE; i++) {
                states[i] = newState.invokeExact();
                results[i] = newResult.invokeExact();
            }
        }

        private void act(MethodHandle actor) {
            meet();
            while (!over) {
                try {
                    goThrough(actor);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
                meet();
                meet();
            }
        }

        private void goThrough(MethodHandle actor) throws Throwable {
            for (int i = 0; i < STRIDE; i++) {
                final Object ignored = actor.invokeExact(states[i], results[i]);
            }
        }

        private void look() throws Throwable {
            for (int i = 0; i < STRIDE; i++) {
                for (MethodHandle arbiter : arbiters) {
                    final Object ignored = arbiter.invokeExact(states[i], results[i]);
                }
                seen.merge(results[i].toString(), 1, Integer::sum);
            }
        }

        /** Until both have come. */
        private void meet() {
            final int target = (arrivals.getAndIncrement() | 1) + 1;
            Waits.spin(() -> arrivals.get() >= target);
        }

        /** Why a result is forbidden; empty if it is not. */
        private String forbidden(String result) {
            for (Outcome outcome : test.getAnnotationsByType(Outcome.class)) {
                for (String id : outcome.id()) {
                    if (result.equals(id) || (!id.isEmpty() && result.matches(id))) {
                        return outcome.expect() == Expect.FORBIDDEN ? outcome.desc() : "";
                    }
                }
            }
            return Arrays.stream(test.getAnnotationsByType(Outcome.class))
                    .filter(outcome -> Arrays.asList(outcome.id()).contains(""))
                    .map(Outcome::desc)
                    .findFirst()
                    .orElse("an outcome that nobody thought of");
        }
    }
}
