package io.threadlets.spring.aop;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.util.HashMap;
import java.util.Map;

/**
 * Queues that a test has replaced by mocks. A mock is told of each call and runs none: a {@code void} call is done with
 * that, any other fails, since nobody would ever answer it. What the mock throws counts as a rejection.
 */
final class MockedQueues {
    private volatile Map<MethodPlan, ThreadletQueue> mocks = Map.of();

    /** From now on a mock gets the calls of a method. */
    synchronized void add(MethodPlan plan, ThreadletQueue mock) {
        final Map<MethodPlan, ThreadletQueue> more = new HashMap<>(mocks);
        more.put(plan, mock);
        mocks = Map.copyOf(more);
    }

    /** Whether a mock has got the call, so that there is nothing more to do. */
    boolean take(MethodPlan plan) {
        final Map<MethodPlan, ThreadletQueue> now = mocks;
        final ThreadletQueue mock = now.isEmpty() ? null : now.get(plan);
        if (mock == null) {
            return false;
        }
        mock.submit(new Told(plan.label()));
        if (plan.returns() != MethodPlan.Returns.NOTHING) {
            throw new IllegalStateException("Queue '" + plan.queue().name() + "' is a mock, which does not run "
                    + plan.label() + ". Spy on the queue (@MockitoSpyBean), replace it by another (@TestBean), or mock"
                    + " the bean that has the method");
        }
        return true;
    }

    /** What the mock gets: shown as the call, and nothing to run. */
    private static final class Told extends ThreadletWork {
        private final String label;

        Told(String label) {
            this.label = label;
        }

        @Override
        protected void run() {}

        @Override
        public String describe() {
            return label;
        }
    }
}
