package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Threads and works that are mere numbers around real counts: every step that an engine's threads and callers can take,
 * one at a time, with what must hold after each.
 */
final class PlainCountsModel {
    private static final int[][] SIZES = {{0, 1}, {1, 2}, {2, 3}};
    private static final int MOST = 3;

    private final WorkList works = new WorkList();
    private final PlainCounts counts;
    private final int capacity;

    // where the threads are
    private int starting;
    private int awake;
    private int waiting;
    private int busy;

    /** Since a start failed, works may wait though a thread could be had. */
    private boolean startFailed;

    /** Since the maximum was lowered, there may be more threads. */
    private boolean lowered;

    /** What can happen next. */
    enum Step {
        ACCEPT,
        LINK,
        DEQUEUE,
        BEGIN,
        FAIL_TO_START,
        LOOK,
        TIME_OUT,
        FINISH,
        RESIZE_0_1,
        RESIZE_1_2,
        RESIZE_2_3,
        PAUSE,
        RESUME,
        SHUTDOWN
    }

    PlainCountsModel(int capacity) {
        this.capacity = capacity;
        final BuilderSettings settings = ThreadletQueue.builder("model").settings;
        settings.minThreads = SIZES[1][0];
        settings.maxThreads = SIZES[1][1];
        settings.capacity = capacity;
        final List<QueueConfig> config = new ArrayList<>();
        settings.engine = given -> {
            config.add(given);
            return new PlainEngine(given);
        };
        settings.newEngine();
        this.counts = new PlainCounts(works, config.get(0));
    }

    boolean can(Step step) {
        return switch (step) {
            case ACCEPT -> !counts.shutdown && counts.hasRoom() && works.size() + counts.pending < 4;
            case LINK -> counts.pending > 0;
            case DEQUEUE -> works.size() > 0;
            case BEGIN, FAIL_TO_START -> starting > 0;
            case LOOK -> awake > 0;
            case TIME_OUT -> awake + waiting > 0 && counts.mayTimeOut();
            case FINISH -> busy > 0;
            case RESIZE_0_1, RESIZE_1_2, RESIZE_2_3, SHUTDOWN -> true;
            case PAUSE -> !counts.shutdown;
            case RESUME -> counts.paused;
        };
    }

    void take(Step step) {
        switch (step) {
            case ACCEPT -> {
                counts.pending++;
                grow();
            }
            case LINK -> {
                counts.pending--;
                works.addLast(place());
                grow();
            }
            case DEQUEUE -> works.remove(Objects.requireNonNull(works.first()));
            case BEGIN -> {
                counts.began();
                starting--;
                awake++;
                grow();
            }
            case FAIL_TO_START -> {
                counts.startsFailed(1);
                starting--;
                startFailed = true;
                if (counts.total() == 0 && counts.limit() > 0) {
                    removeAll();
                }
            }
            case LOOK -> look();
            case TIME_OUT -> {
                counts.leaveFree();
                if (waiting > 0) {
                    waiting--;
                } else {
                    awake--;
                }
            }
            case FINISH -> {
                busy--;
                if (counts.finishedOne()) {
                    awake++;
                    grow();
                }
            }
            case RESIZE_0_1 -> resize(0);
            case RESIZE_1_2 -> resize(1);
            case RESIZE_2_3 -> resize(2);
            case PAUSE -> {
                counts.paused = true;
                counts.setFloor(0);
            }
            case RESUME -> {
                counts.paused = false;
                grow();
            }
            case SHUTDOWN -> {
                counts.shutdown = true;
                counts.paused = false;
                counts.setFloor(0);
                grow();
            }
        }
        settle();
    }

    private void look() {
        awake--;
        if (counts.takeDismissal()) {
            return;
        }
        final WorkList.Place first = works.first();
        if (first == null) {
            waiting++;
        } else {
            works.remove(first);
            counts.take();
            busy++;
        }
    }

    private WorkList.Place place() {
        return new WorkList.Place(works, new TestWork(), null, 0, WorkWord.NEW, null);
    }

    private void resize(int size) {
        final int min = SIZES[size][0];
        lowered |= SIZES[size][1] < counts.max;
        counts.setFloor(min > counts.min ? min : Math.min(counts.floor(), min));
        counts.min = min;
        counts.max = SIZES[size][1];
        grow();
    }

    private void grow() {
        starting += counts.grow();
    }

    private void removeAll() {
        for (WorkList.Place place = works.first(); place != null; place = works.first()) {
            works.remove(place);
        }
    }

    private void settle() {
        counts.keepNeeded();
        counts.dismissSurplus();
        final int missing = Math.min(waiting, Math.max(0, counts.wanted() - counts.awake(waiting)));
        waiting -= missing;
        awake += missing;
    }

    void assertInvariants() {
        final QueueSnapshot now = counts.snapshot("model", new Counters());
        assertThat(counts.total()).as("every thread is counted").isEqualTo(starting + awake + waiting + busy);
        assertThat(now.idle()).as("idle").isBetween(0, now.cur());
        assertThat(now.idle() == 0 || now.queued() == 0).as("idle or queued").isTrue();
        assertThat(counts.net() + works.size() + counts.pending)
                .as("free threads")
                .isNotNegative();
        assertThat(counts.total()).as("most threads").isLessThanOrEqualTo(MOST);
        if (!lowered) {
            assertThat(counts.total()).as("cur <= max").isLessThanOrEqualTo(counts.max);
        }
        if (now.queued() > 0 && !startFailed) {
            assertThat(counts.total())
                    .as("a work waits though there may be a thread")
                    .isGreaterThanOrEqualTo(counts.limit());
        }
        if (!startFailed && !lowered && !counts.paused) {
            assertThat(now.queued())
                    .as("queued")
                    .isLessThanOrEqualTo(Math.max(capacity, works.size() + counts.pending - MOST));
        }
        if (works.size() > 0 && waiting > 0) {
            assertThat(awake).as("somebody is awake for each claimed work").isGreaterThanOrEqualTo(counts.claimed());
        }
        if (counts.paused || counts.shutdown) {
            assertThat(now.idle())
                    .as("idle threads of a queue that is paused or shut down")
                    .isZero();
        }
        assertThat(Math.min(counts.wanted(), waiting + awake))
                .as("those who are to leave or to work are awake")
                .isLessThanOrEqualTo(awake);
    }

    /** Nothing more is asked for: all that was accepted is done, and all threads go. */
    void assertDrains() {
        take(Step.SHUTDOWN);
        final Step[] own = {Step.LINK, Step.FINISH, Step.LOOK, Step.BEGIN};
        int steps = 0;
        for (int i = 0; i < own.length; i++) {
            if (can(own[i])) {
                take(own[i]);
                assertInvariants();
                i = -1;
                assertThat(++steps).as("steps to the end").isLessThan(200);
            }
        }
        assertThat(counts.isQuiet()).as("quiet, with %s", this).isTrue();
    }

    /** Two models of the same text behave alike. */
    @Override
    public String toString() {
        return "starting=" + starting + " awake=" + awake + " waiting=" + waiting + " busy=" + busy + " pending="
                + counts.pending + " works=" + works.size() + " net=" + counts.net() + " live=" + counts.live()
                + " wanted="
                + counts.wanted() + " floor=" + counts.floor() + " sizes=" + counts.min + "-" + counts.max
                + (counts.paused ? " paused" : "") + (counts.shutdown ? " shutdown" : "")
                + (startFailed ? " startFailed" : "") + (lowered ? " lowered" : "");
    }
}
