package io.threadlets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A submitter writes plain data and offers the work with a home and a time, while a thread takes and runs it. What was
 * written before the submission is seen by the body, what the body wrote is seen by {@code completed}, on the home of
 * this submission, and the time that it waited is counted from this submission.
 *
 * <p>Run: {@code mvn -B -ntp -Pstress verify -pl threadlets-core -DskipTests -Djcstress.tests=PublicationStress}.
 */
@JCStressTest
@Outcome(id = "7, 14, 1, 300", expect = ACCEPTABLE, desc = "the thread got the work, and saw all that belongs to it")
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "the thread came too early")
@Outcome(expect = FORBIDDEN, desc = "the work was taken before what belongs to it was published")
@State
public class PublicationStress {
    private static final QueueConfig CONFIG = new QueueConfig(
            "stressed",
            0,
            1,
            1,
            1,
            OnFull.REJECT,
            ThreadSource.of(new LentThreads(), null, null),
            new Listeners(List.of(new Waited())),
            true,
            () -> 1300,
            Rejections.ADVICE);
    private static final AtomicEngine ENGINE = new AtomicEngine(CONFIG);

    private final WorkFifo works = new WorkFifo(ENGINE, true);
    private final Body body = new Body();
    private final Executor home = completion -> {
        body.homes++;
        completion.run();
    };

    /** For the harness. */
    public PublicationStress() {
        body.claim();
    }

    /** Its data is plain, like that of any work. */
    private static final class Body extends ThreadletWork {
        int data;
        int result;
        int seenByBody;
        int seenByCompleted;
        int homes;
        int waited;

        @Override
        protected void run() {
            seenByBody = data;
            result = 2 * data;
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            seenByCompleted = result;
        }
    }

    private static final class Waited implements ThreadletListener {
        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            ((Body) work).waited = (int) waitedNanos;
        }
    }

    @Actor
    public void submitter() {
        body.data = 7;
        works.offer(body, home, 1000);
    }

    @Actor
    public void thread(IIII_Result r) {
        final WorkRun run = new WorkRun(EngineParts.state(ENGINE), WorkRun.Kind.THREAD);
        final ThreadletWork work = works.poll(Long.MAX_VALUE, run);
        if (work != null) {
            run.execute(work);
            r.r1 = body.seenByBody;
            r.r2 = body.seenByCompleted;
            r.r3 = body.homes;
            r.r4 = body.waited;
        }
    }
}
