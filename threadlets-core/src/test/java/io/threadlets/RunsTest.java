package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunsTest {
    private final Runs runs = new Runs(new Counters());

    @Test
    void enter_amongManyThatComeAndGo_takesTheLowestFreeNumber() {
        final Random random = new Random(1);
        final TreeMap<Integer, WorkRun> entered = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            final boolean isGrowing = i % 2_000 < 1_000;
            if (entered.isEmpty() || random.nextInt(10) < (isGrowing ? 7 : 3)) {
                final WorkRun run = new WorkRun(EngineParts.ANY, WorkRun.Kind.CALLER);
                runs.enter(run);
                assertThat(run.number()).isEqualTo(lowestFree(entered));
                entered.put(run.number(), run);
            } else {
                final int from = random.nextInt(entered.lastKey() + 1);
                final Iterator<WorkRun> there = entered.tailMap(from).values().iterator();
                runs.leave(there.next());
                there.remove();
            }
            assertThat(runs.get(0)).isSameAs(entered.get(0));
        }
        assertThat(runs.all()).containsExactlyElementsOf(entered.values());
    }

    private static int lowestFree(Map<Integer, WorkRun> entered) {
        int number = 0;
        while (entered.containsKey(number)) {
            number++;
        }
        return number;
    }
}
