package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.Inside.Where;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Two bodies on one thread, one within the other: an interrupt for either reaches only its own. */
@Timeout(120)
final class InPlaceInterruptTest {
    private static final int ROUNDS = 500;

    @RegisterExtension
    final Queues queues = new Queues();

    private final AtomicReference<@Nullable ThreadletFuture<?>> inner = new AtomicReference<>();

    private boolean cancelInner() {
        final ThreadletFuture<?> future = inner.get();
        return future != null && future.cancel(true);
    }

    /** Looks long enough at its interrupt status to see an interrupt that comes late. */
    private static boolean seesInterrupt() {
        for (int look = 0; look < 200; look++) {
            if (Thread.currentThread().isInterrupted()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    // ---- the inner one is cancelled ----

    @ParameterizedTest
    @EnumSource
    void cancel_ofTheInner_interruptsItsBodyAlone(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final List<String> interrupted = Collections.synchronizedList(new ArrayList<>());
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<String> future = inside.queue.submit(() -> {
                try {
                    body.pass();
                    return "not interrupted";
                } catch (InterruptedException e) {
                    interrupted.add("inner");
                    throw e;
                }
            });
            inner.set(future);
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            return seesInterrupt();
        });
        body.awaitEntered();
        assertThat(cancelInner()).isTrue();
        assertThat(outer.await()).as("the outer saw it").isFalse();
        assertThat(interrupted).containsExactly("inner");
        assertThat(outer.leftInterrupted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void cancel_ofAnInnerThatKeepsTheFlag_isNotSeenByTheOuter(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final List<Boolean> innerSaw = Collections.synchronizedList(new ArrayList<>());
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<?> future = inside.queue.submit(() -> {
                body.passWithoutInterrupts();
                innerSaw.add(Thread.currentThread().isInterrupted());
            });
            inner.set(future);
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            return seesInterrupt();
        });
        body.awaitEntered();
        assertThat(cancelInner()).isTrue();
        body.open();
        assertThat(outer.await()).as("the outer saw it").isFalse();
        assertThat(innerSaw).containsExactly(true);
    }

    @ParameterizedTest
    @EnumSource
    void cancel_ofTheInnerRacingWithItsEnd_neverReachesTheOuter(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();
        Waits.start(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                final int now = round;
                Waits.spin(() -> begun.get() == now);
                cancelInner();
                cancelled.set(now);
            }
        });
        final List<Integer> seenIn = new ArrayList<>();
        inside.run(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                final int now = round;
                final ThreadletFuture<?> future = inside.queue.submit(() -> {
                    begun.set(now);
                    spin(now % 50);
                });
                inner.set(future);
                try {
                    future.join();
                } catch (CancellationException cancelledInTime) {
                    assertThat(future).isCancelled();
                }
                boolean seen = seesInterrupt();
                Waits.spin(() -> cancelled.get() == now);
                seen |= seesInterrupt();
                if (seen) {
                    seenIn.add(now);
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
        });
        assertThat(seenIn).as("rounds in which the outer saw it").isEmpty();
    }

    // ---- the outer one is cancelled ----

    @ParameterizedTest
    @EnumSource
    void cancel_ofTheOuterWhileTheInnerRuns_reachesItWhenTheInnerHasEnded(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final List<String> saw = Collections.synchronizedList(new ArrayList<>());
        final Inside.Outer<String> outer = inside.start(() -> {
            final ThreadletFuture<String> future = inside.queue.submit(() -> {
                body.passWithoutInterrupts();
                saw.add("inner " + seesInterrupt());
                return "value";
            });
            final String value = future.join();
            saw.add("outer " + Thread.currentThread().isInterrupted());
            return value;
        });
        body.awaitEntered();
        assertThat(outer.future.cancel(true)).isTrue();
        body.open();
        assertThat(outer.await()).isEqualTo("value");
        assertThat(saw).containsExactly("inner false", "outer true");
        assertThat(outer.leftInterrupted()).isFalse();
    }

    /** In one way or the other: get has a value to give, and an interrupt to tell of. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "JOIN")
    void cancel_ofTheOuterThatIsInGet_isSeenByIt(Waiting waiting) throws Exception {
        for (Where where : Where.values()) {
            final Inside inside = Inside.of(where, queues);
            final Gate body = new Gate();
            final Inside.Outer<Boolean> outer = inside.start(() -> {
                final ThreadletFuture<Boolean> future = inside.queue.submit(() -> {
                    body.passWithoutInterrupts();
                    return seesInterrupt();
                });
                boolean thrown = false;
                try {
                    assertThat(waiting.on(future)).as("the inner saw it").isFalse();
                } catch (InterruptedException e) {
                    thrown = true;
                }
                assertThat(future.getNow(true)).as("the inner saw it").isFalse();
                return Thread.interrupted() || thrown;
            });
            body.awaitEntered();
            assertThat(outer.future.cancel(true)).isTrue();
            body.open();
            assertThat(outer.await()).as("the outer saw it").isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancel_ofTheMiddleOne_reachesNeitherTheInnerNorTheOuter(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final List<String> saw = Collections.synchronizedList(new ArrayList<>());
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<?> middle = inside.queue.submit(() -> {
                final ThreadletFuture<?> innermost = inside.queue.submit(() -> {
                    body.passWithoutInterrupts();
                    saw.add("inner " + seesInterrupt());
                });
                innermost.join();
                saw.add("middle " + Thread.currentThread().isInterrupted());
            });
            inner.set(middle);
            assertThatThrownBy(middle::join).isInstanceOf(CancellationException.class);
            return seesInterrupt();
        });
        body.awaitEntered();
        assertThat(cancelInner()).isTrue();
        body.open();
        assertThat(outer.await()).as("the outer saw it").isFalse();
        assertThat(saw).containsExactly("inner false", "middle true");
    }

    @ParameterizedTest
    @EnumSource
    void cancel_ofBoth_reachesEach(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final List<String> saw = Collections.synchronizedList(new ArrayList<>());
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<?> future = inside.queue.submit(() -> {
                body.passWithoutInterrupts();
                saw.add("inner " + Thread.currentThread().isInterrupted());
            });
            inner.set(future);
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            return Thread.currentThread().isInterrupted();
        });
        body.awaitEntered();
        assertThat(outer.future.cancel(true)).isTrue();
        assertThat(cancelInner()).isTrue();
        body.open();
        assertThat(outer.await()).as("the outer saw it").isTrue();
        assertThat(saw).containsExactly("inner true");
    }

    @ParameterizedTest
    @EnumSource
    void cancel_ofTheOuterAtAnyTime_neverReachesTheInnerNorTheNext(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger wrong = new AtomicInteger();
        for (int round = 1; round <= ROUNDS; round++) {
            final int now = round;
            final Inside.Outer<Boolean> outer = inside.start(() -> {
                begun.set(now);
                final ThreadletFuture<Boolean> future = inside.queue.submit(() -> {
                    spin(now % 100);
                    return seesInterrupt();
                });
                return future.join();
            });
            final ThreadletFuture<Boolean> next =
                    where == Where.OWN_THREAD ? inside.queue.submit(InPlaceInterruptTest::seesInterrupt) : null;
            Waits.spin(() -> begun.get() == now);
            outer.future.cancel(true);
            wrong.addAndGet(outer.await() ? 1 : 0);
            wrong.addAndGet(outer.leftInterrupted() ? 1 : 0);
            wrong.addAndGet(next != null && next.join() ? 1 : 0);
        }
        assertThat(wrong).as("those that saw another's interrupt").hasValue(0);
    }

    // ---- both are interrupted ----

    @ParameterizedTest
    @EnumSource
    void shutdownNow_whileTheInnerRuns_interruptsOneAfterTheOther(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final List<String> interrupted = Collections.synchronizedList(new ArrayList<>());
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<?> future = inside.queue.submit(() -> {
                try {
                    body.pass();
                } catch (InterruptedException e) {
                    interrupted.add("inner");
                    assertThat(seesInterrupt()).as("interrupted twice").isFalse();
                }
            });
            future.join();
            try {
                new Gate().pass();
            } catch (InterruptedException e) {
                interrupted.add("outer");
            }
            return seesInterrupt();
        });
        body.awaitEntered();
        assertThat(inside.queue.shutdownNow()).isEmpty();
        assertThat(outer.await()).as("interrupted once more").isFalse();
        assertThat(interrupted).containsExactly("inner", "outer");
        assertThat(outer.leftInterrupted()).isFalse();
    }

    // ---- a flag that is set before ----

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "JOIN")
    void get_withTheFlagSet_throwsAndLeavesTheWorkQueued(Waiting waiting) throws Exception {
        for (Where where : Where.values()) {
            final Inside inside = Inside.of(where, queues);
            final Probe work = Probe.named("inner");
            inside.run(() -> {
                final ThreadletFuture<String> future = inside.queue.futureOf(work);
                work.then(end -> future.complete("value"));
                inside.queue.submit(work);
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> waiting.on(future)).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                assertThat(work.state()).isEqualTo(ThreadletWork.State.QUEUED);
                assertThat(waiting.on(future)).isEqualTo("value");
            });
            assertThat(work.runs()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void join_withTheFlagSet_startsTheInnerClearAndKeepsIt(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        inside.run(() -> {
            final ThreadletFuture<Boolean> future = inside.queue.submit(InPlaceInterruptTest::seesInterrupt);
            Thread.currentThread().interrupt();
            assertThat(future.join()).as("the inner saw it").isFalse();
            assertThat(Thread.interrupted()).as("kept for the outer").isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void join_withTheFlagSetForAnInnerThatIsCancelled_keepsIt(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Gate body = new Gate();
        final Inside.Outer<Boolean> outer = inside.start(() -> {
            final ThreadletFuture<String> future = inside.queue.submit(body.callable("value"));
            inner.set(future);
            Thread.currentThread().interrupt();
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            return Thread.interrupted();
        });
        body.awaitEntered();
        assertThat(cancelInner()).isTrue();
        assertThat(outer.await()).as("kept for the outer").isTrue();
    }
}
