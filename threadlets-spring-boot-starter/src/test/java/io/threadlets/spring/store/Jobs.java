package io.threadlets.spring.store;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.call.Sneaky;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;

/** Methods whose calls are stored, for the tests. */
@SuppressWarnings("NullAway") // the body of a method with a receipt returns null
public class Jobs {
    private final Script script;
    private final ObjectProvider<Jobs> self;

    /** Made by the container. */
    public Jobs(Script script, ObjectProvider<Jobs> self) {
        this.script = script;
        this.self = self;
    }

    /** A call of which the caller hears nothing more. */
    @Threadlet("jobs")
    public void run(String what) throws Exception {
        script.play(what);
    }

    /** A call with a receipt. */
    @Threadlet("jobs")
    public ThreadletReceipt send(String what) throws Exception {
        script.play(what);
        return null;
    }

    /** A call of which there is one of each argument. */
    @Threadlet(queue = "jobs", key = "#what")
    public ThreadletReceipt once(String what) throws Exception {
        script.play(what);
        return null;
    }

    /** A call that calls the same method again, if it is told to. */
    @Threadlet("jobs")
    public void nest(String what, int depth) throws Exception {
        script.play(what);
        if (depth > 0) {
            self.getObject().nest(what, depth - 1);
        }
    }

    /** A call that ends at once with some failures. */
    @Threadlet(queue = "jobs", noRetryFor = IllegalArgumentException.class)
    public void strict(String what) throws Exception {
        script.play(what);
    }

    /** As strict, but for an exception that it throws without saying so. */
    @Threadlet(queue = "jobs", noRetryFor = IOException.class)
    public void undeclared(String what) {
        try {
            script.play(what);
        } catch (Exception e) {
            throw Sneaky.asThrown(e);
        }
    }

    /** A call with a fallback. */
    @Threadlet(queue = "jobs", fallback = "instead")
    public ThreadletReceipt careful(String what) throws Exception {
        script.play(what);
        return null;
    }

    void instead(String what, Throwable failure) throws Exception {
        script.play(what + " instead of " + failure.getMessage());
    }

    /** A call that must not take long. */
    @Threadlet(queue = "jobs", timeout = "50ms")
    public void quick(String what) throws Exception {
        script.play(what);
    }

    /** As of an older version of the application. */
    static class Older {
        private final Script script;

        Older(Script script) {
            this.script = script;
        }

        @Threadlet(queue = "jobs", name = "changed")
        ThreadletReceipt changed(String text) throws IOException {
            return null;
        }

        @Threadlet(queue = "jobs", name = "gone")
        ThreadletReceipt gone(String text) throws Exception {
            script.play(text);
            return null;
        }
    }

    /** As of a newer version of the application. */
    static class Newer {
        @Threadlet(queue = "jobs", name = "changed")
        void changed(int number) {}
    }
}
