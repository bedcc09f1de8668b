package io.threadlets;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Goes through a scenario again and again, each time with the next allocation failing, until there is none left. Loaded
 * by {@link FaultyClassLoader}; says what is wrong in words, since its types are not the caller's.
 */
final class AllocationRounds implements BiFunction<String, String, List<String>> {
    private static final int MOST_ROUNDS = 2_000;
    private static final int MOST_WRONG = 2;
    private final AllocationScenarios scenarios = new AllocationScenarios();

    /** Classes are initialised before memory runs out, as the first queue of a JVM sees to it. */
    AllocationRounds() {
        Rehearsal.ensureDone();
    }

    Set<String> names() {
        return scenarios.all().keySet();
    }

    @Override
    public List<String> apply(String name, String mode) {
        final AllocationScenarios.Scenario scenario =
                Objects.requireNonNull(scenarios.all().get(name));
        final List<String> wrong = new ArrayList<>();
        boolean failed = true;
        int number = 0;
        while (failed && wrong.size() < MOST_WRONG && number < MOST_ROUNDS) {
            number++;
            final AllocationRoom room = new AllocationRoom(scenario.setup(), mode.contains("observed"));
            final Runnable act = scenario.first().apply(room);
            AllocationFaults.arm(number, mode.contains("lasting"));
            try {
                act.run();
            } finally {
                failed = AllocationFaults.disarm();
            }
            final List<String> now = room.check();
            if (!now.isEmpty()) {
                wrong.add("allocation " + number + " failed " + AllocationFaults.site() + "\n  then " + now);
            }
        }
        return number == 1 || number == MOST_ROUNDS ? List.of("not proved: " + number + " rounds") : wrong;
    }
}
