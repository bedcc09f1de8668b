package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is a {@link NullPointerException} for each reference parameter of each public method. */
final class NullArgumentsTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(int.class, 1),
            Map.entry(boolean.class, false),
            Map.entry(String.class, "text"),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(OnFull.class, OnFull.REJECT),
            Map.entry(ThreadFactory.class, (ThreadFactory) Thread::new),
            Map.entry(ThreadletListener.class, new ThreadletListener() {}),
            Map.entry(ThreadletWork.class, Probe.named("work")),
            Map.entry(Executor.class, (Executor) Runnable::run),
            Map.entry(Callable.class, (Callable<String>) () -> "value"),
            Map.entry(Runnable.class, (Runnable) () -> {}),
            Map.entry(Thread.class, new Thread()));

    record Call(Method method, int position) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                    + Arrays.toString(method.getParameterTypes()) + ", parameter " + (position + 1);
        }
    }

    static Stream<Call> calls() {
        final List<Call> calls = new ArrayList<>();
        for (Class<?> type : List.of(ThreadletQueue.class, ThreadletQueue.Builder.class, ThreadletWork.class)) {
            for (Method method : type.getDeclaredMethods()) {
                for (int i = 0; i < method.getParameterCount(); i++) {
                    if (Modifier.isPublic(method.getModifiers())
                            && !method.isSynthetic()
                            && !method.getParameterTypes()[i].isPrimitive()) {
                        calls.add(new Call(method, i));
                    }
                }
            }
        }
        return calls.stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void call_withANull_isANullPointerExceptionAndChangesNothing(Call call) {
        final ThreadletQueue queue = queues.single("q");
        final Method method = call.method();
        final Object receiver = switch (method.getDeclaringClass().getSimpleName()) {
            case "ThreadletQueue" -> queue;
            case "Builder" -> ThreadletQueue.builder("other");
            default -> Probe.named("work");
        };
        final Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> {
                    final Object value = VALUES.get(type);
                    assertThat(value)
                            .as("a value of %s, which this test lacks", type)
                            .isNotNull();
                    return value;
                })
                .toArray();
        clear(arguments, call.position());
        assertThatThrownBy(() -> method.invoke(receiver, arguments))
                .isInstanceOf(InvocationTargetException.class)
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(queue.snapshot().submitted()).isZero();
        assertThat(queue.snapshot().rejected()).isZero();
    }

    @Test
    void calls_coverWhatThereIs() {
        assertThat(calls())
                .extracting(call -> call.method().getName())
                .contains("builder", "submit", "dequeue", "awaitTermination", "onFull", "listener", "of");
    }

    @Test
    void submit_withAHomeThatIsNull_leavesTheWorkNew() throws Exception {
        final Probe work = Probe.named("work");
        final Method submit = ThreadletQueue.class.getMethod("submit", ThreadletWork.class, Executor.class);
        final Object[] arguments = {work, "a home"};
        clear(arguments, 1);
        assertThatThrownBy(() -> submit.invoke(queues.single("q"), arguments))
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.NEW);
    }

    @SuppressWarnings("NullAway") // what careless callers pass
    private static void clear(Object[] arguments, int position) {
        arguments[position] = null;
    }
}
