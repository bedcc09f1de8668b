package io.threadlets.spring.call;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.method.MethodPlan;

/**
 * Calls on queues that a test has replaced by mocks. A mock is told of each call and runs none: a {@code void} call is
 * done with that, any other fails, since nobody would ever answer it. What the mock throws counts as a rejection.
 */
final class MockedQueues {
    private MockedQueues() {}

    /** Whether a mock has got the call, so that there is nothing more to do. */
    static boolean take(MethodPlan plan) {
        final ThreadletQueue mock = plan.mock();
        if (mock == null) {
            return false;
        }
        mock.submit(new Told(plan.label()));
        if (plan.returns() != MethodPlan.Returns.NOTHING && plan.returns() != MethodPlan.Returns.RECEIPT) {
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
