package io.threadlets;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A submitter that waits for room while threads cannot be started gets it once they can: no work ends meanwhile. */
final class BlockAfterBackOffTest extends QueueFixture {
    private final TestThreads threads = new TestThreads();

    private ThreadletQueue oneOfTwoThreads(int capacity) {
        final ThreadletQueue queue =
                build(sized(0, 2).capacity(capacity).onFull(OnFull.BLOCK).threadFactory(threads));
        occupy(queue, 1);
        threads.become((body, call) -> {
            throw TestThreads.noMemory();
        });
        return queue;
    }

    @Test
    void submit_roomComesWithTheThreadThatIsStartedAtLast_isAccepted() throws Exception {
        final ThreadletQueue queue = oneOfTwoThreads(1);
        final List<TestWork> works = TestWork.several(2, gate);
        queue.submit(works.get(0));
        threads.recover();
        Submitter.starting(queue, works.get(1)).awaitAccepted();
        works.get(0).awaitStarted();
    }

    @Test
    void submit_noPlacesButAThreadThatIsStartedAtLast_isAccepted() throws Exception {
        final ThreadletQueue queue = oneOfTwoThreads(0);
        Submitter.starting(queue, new TestWork()).awaitRejected(ThreadletRejectedException.Reason.NO_THREAD);
        threads.recover();
        final TestWork work = new TestWork(gate);
        Submitter.starting(queue, work).awaitAccepted();
        work.awaitStarted();
    }
}
