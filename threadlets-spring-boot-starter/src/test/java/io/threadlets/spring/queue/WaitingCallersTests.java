package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.queue.CallModel.Body;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plain calls among queues under every order of steps, or under many: each call ends, and waits unless it must not. */
class WaitingCallersTests {
    private static final int MOST_STEPS = 100_000;

    /** More ({@code -Dmodel.runs=1000000}) finds rarer things. */
    private static final int RUNS = Integer.getInteger("model.runs", 2_000);

    private static final long SEED = Long.getLong("model.seed", System.nanoTime());

    // ---- every order ----

    @Test
    void callsOfTwoChainsEndInEveryOrder() {
        final List<Body> chains = chains(2, 3);
        for (Body one : chains) {
            for (Body other : chains.subList(chains.indexOf(one), chains.size())) {
                explore(List.of(1, 1), List.of(one, other));
            }
        }
    }

    @Test
    void callsOfThreeChainsEndInEveryOrder() {
        final List<Body> chains = chains(2, 2);
        for (List<Integer> sizes : List.of(List.of(1, 1), List.of(2, 1))) {
            for (int i = 0; i < chains.size(); i++) {
                for (int j = i; j < chains.size(); j++) {
                    for (int k = j; k < chains.size(); k++) {
                        explore(sizes, List.of(chains.get(i), chains.get(j), chains.get(k)));
                    }
                }
            }
        }
    }

    @Test
    void callsInACircleOfThreeQueuesEndInEveryOrder() {
        explore(
                List.of(1, 1, 1),
                List.of(Body.chain(0, 1, 2), Body.chain(1, 2, 0), Body.chain(2, 0, 1), Body.chain(0, 2)));
    }

    @Test
    void chainsThatAlwaysWaitDeadlock() {
        assertThatThrownBy(() -> explore(new Setting(
                        List.of(1, 1), List.of(100, 100), List.of(Body.chain(0, 1), Body.chain(1, 0)), false)))
                .as("what the model sees where a queue seems to have more threads than it has")
                .isInstanceOf(CallModel.WrongDecision.class)
                .hasMessage("waits, and must not");
    }

    /** All paths among so many queues, up to so many calls. */
    private static List<Body> chains(int queues, int longest) {
        final List<Body> all = new ArrayList<>();
        List<Body> last = List.of();
        for (int length = 1; length <= longest; length++) {
            final List<Body> next = new ArrayList<>();
            for (int queue = 0; queue < queues; queue++) {
                if (last.isEmpty()) {
                    next.add(new Body(queue, List.of()));
                }
                for (Body inner : last) {
                    next.add(new Body(queue, List.of(inner)));
                }
            }
            all.addAll(next);
            last = next;
        }
        return all;
    }

    /** A model that can be begun again and again. */
    private record Setting(List<Integer> sizes, List<Integer> believed, List<Body> roots, boolean mayGiveUp) {
        CallModel begin() {
            return new CallModel(sizes, believed, roots, mayGiveUp);
        }
    }

    private static void explore(List<Integer> sizes, List<Body> roots) {
        explore(new Setting(sizes, sizes, roots, false));
    }

    /** Goes through all states that can be reached, each by the first way found to it. */
    private static void explore(Setting setting) {
        final Set<String> known = new HashSet<>();
        final Deque<List<Integer>> ways = new ArrayDeque<>();
        ways.push(List.of());
        while (!ways.isEmpty()) {
            final List<Integer> way = ways.pop();
            final CallModel model = after(setting, way);
            final int choices = model.choices();
            if (choices == 0) {
                assertThat(model.isAtRest())
                        .as("deadlock of %s after %s: %s", setting, way, model)
                        .isTrue();
            }
            for (int choice = 0; choice < choices; choice++) {
                final List<Integer> next = new ArrayList<>(way);
                next.add(choice);
                if (known.add(after(setting, next).state())) {
                    ways.push(next);
                }
            }
        }
    }

    private static CallModel after(Setting setting, List<Integer> way) {
        final CallModel model = setting.begin();
        way.forEach(model::step);
        return model;
    }

    // ---- one by one ----

    private final ThreadletQueue a = ThreadletQueue.builder("a").build();
    private final ThreadletQueue b = ThreadletQueue.builder("b").build();
    private final ThreadletQueue c = ThreadletQueue.builder("c").build();

    @Test
    void queuesOfOneNameAreNotTheSame() {
        final WaitingCallers callers = new WaitingCallers(queue -> 1);
        final ThreadletQueue namesake = ThreadletQueue.builder("a").build();
        entered(callers.enter(new Thread(), a, namesake)).leave();
        assertThat(callers.enter(new Thread(), a, a)).isNull();
    }

    @Test
    void threadThatRunsTheBodyItselfIsNotWaiting() {
        final WaitingCallers callers = new WaitingCallers(queue -> 1);
        final Thread ofA = new Thread();
        final Thread ofB = new Thread();
        final WaitingCallers.Wait outer = entered(callers.enter(ofA, a, b));
        outer.begin(ofA); // 'b' is full, and its callers are to run what it has no room for
        final WaitingCallers.Wait back = entered(callers.enter(ofB, b, a));
        assertThat(callers.enter(ofA, a, b))
                .as("the thread of 'b' waits for this one")
                .isNull();
        back.leave();
        final WaitingCallers.Wait inner = entered(callers.enter(ofA, a, c));
        assertThat(callers.enter(ofB, b, a)).isNotNull();
        inner.leave();
        outer.end(ofA);
        outer.leave();
    }

    @Test
    void bodyInsideAnotherOnTheSameThreadIsWaitedForByTheCallersOfBoth() {
        final WaitingCallers callers = new WaitingCallers(queue -> 3);
        final Thread ofB = new Thread();
        final WaitingCallers.Wait outer = entered(callers.enter(new Thread(), a, b));
        outer.begin(ofB);
        final WaitingCallers.Wait inner = entered(callers.enter(new Thread(), c, b));
        inner.begin(ofB);
        assertThat(callers.enter(ofB, b, a)).as("waited for by the outer one's").isNull();
        assertThat(callers.enter(ofB, b, c)).as("waited for by the inner one's").isNull();
        inner.end(ofB);
        assertThat(callers.enter(ofB, b, a)).isNull();
        entered(callers.enter(ofB, b, c)).leave();
        outer.end(ofB);
        entered(callers.enter(ofB, b, a)).leave();
    }

    private static WaitingCallers.Wait entered(WaitingCallers.@Nullable Wait wait) {
        assertThat(wait).isNotNull();
        return Objects.requireNonNull(wait);
    }

    // ---- many orders ----

    @Test
    void callsOfRandomTreesEnd() {
        final SplittableRandom random = new SplittableRandom(SEED);
        int inPlace = 0;
        for (int run = 0; run < RUNS; run++) {
            inPlace += run(randomSetting(random, false), random);
        }
        assertThat(inPlace).as("calls in place").isPositive();
    }

    @Test
    void callsOfRandomTreesEndWhereCallersGiveUp() {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            run(randomSetting(random, true), random);
        }
    }

    private static Setting randomSetting(SplittableRandom random, boolean mayGiveUp) {
        final List<Integer> sizes = new ArrayList<>();
        for (int queue = 1 + random.nextInt(4); queue >= 0; queue--) {
            sizes.add(1 + random.nextInt(3));
        }
        final List<Body> roots = new ArrayList<>();
        for (int root = random.nextInt(8); root >= 0; root--) {
            roots.add(randomBody(random, sizes.size(), 4));
        }
        return new Setting(Collections.unmodifiableList(sizes), sizes, roots, mayGiveUp);
    }

    private static Body randomBody(SplittableRandom random, int queues, int depth) {
        final List<Body> calls = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
            calls.add(randomBody(random, queues, depth - 1));
        }
        return new Body(random.nextInt(queues), calls);
    }

    private static int run(Setting setting, SplittableRandom random) {
        final CallModel model = setting.begin();
        try {
            for (int step = 0; step < MOST_STEPS; step++) {
                final int choices = model.choices();
                if (choices == 0) {
                    assertThat(model.isAtRest())
                            .as("deadlock of %s with seed %s: %s", setting, SEED, model)
                            .isTrue();
                    return model.inPlace();
                }
                model.step(random.nextInt(choices));
            }
        } catch (CallModel.WrongDecision wrong) {
            throw new AssertionError(setting + " with seed " + SEED + ": " + model, wrong);
        }
        throw new AssertionError("no end of " + setting + " with seed " + SEED);
    }
}
