package io.threadlets.spring.store;

import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the bodies of a test's calls do, and what was seen of them, on all instances. */
public final class Script implements ThreadletExceptionHandler {
    private final Map<String, Body> bodies = new ConcurrentHashMap<>();
    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();

    /** A body. */
    public interface Body {
        /** Runs it. */
        void run() throws Exception;
    }

    /** An attempt that has begun. */
    public record Run(String what, @Nullable String id, int attempt, String thread, Instant at) {}

    /** A failure that the handler was told of. */
    public record Told(Throwable failure, String method, List<@Nullable Object> args) {}

    /** Says what the body of a call with this argument does; nothing otherwise. */
    public void on(String what, Body body) {
        bodies.put(what, body);
    }

    /** In the body. */
    public void play(String what) throws Exception {
        final ThreadletCall call = ThreadletCall.current();
        runs.add(new Run(what, call.id(), call.attempt(), Thread.currentThread().getName(), Instant.now()));
        final Body body = bodies.get(what);
        if (body != null) {
            body.run();
        }
    }

    @Override
    public void handle(Throwable failure, Method method, @Nullable Object... args) {
        told.add(new Told(failure, method.getName(), Arrays.asList(args)));
    }

    /** All attempts with an argument. */
    public List<Run> runs(String what) {
        return runs.stream().filter(run -> run.what().equals(what)).toList();
    }

    /** Which attempts there were with an argument. */
    public List<Integer> attempts(String what) {
        return runs(what).stream().map(Run::attempt).toList();
    }

    public List<Told> told() {
        return told;
    }
}
