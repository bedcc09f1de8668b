package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state that a few threads and works can reach, and long random walks, without any real thread. */
final class PlainCountsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Integer.MAX_VALUE})
    void steps_everyReachableState_invariantsHold(int capacity) {
        final Set<String> seen = new HashSet<>();
        final ArrayDeque<List<PlainCountsModel.Step>> open = new ArrayDeque<>();
        open.add(List.of());
        while (!open.isEmpty()) {
            final List<PlainCountsModel.Step> path = open.remove();
            if (path.size() == 10) {
                continue;
            }
            for (PlainCountsModel.Step step : PlainCountsModel.Step.values()) {
                final PlainCountsModel model = replay(capacity, path);
                if (!model.can(step)) {
                    continue;
                }
                model.take(step);
                final List<PlainCountsModel.Step> longer = new ArrayList<>(path);
                longer.add(step);
                check(model, longer);
                if (seen.add(model.toString())) {
                    open.add(longer);
                    final PlainCountsModel ending = replay(capacity, longer);
                    checkEnd(ending, longer);
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, Integer.MAX_VALUE})
    void steps_longRandomWalks_invariantsHold(int capacity) {
        final PlainCountsModel.Step[] steps = PlainCountsModel.Step.values();
        for (int seed = 0; seed < 300; seed++) {
            final Random random = new Random(seed);
            final List<PlainCountsModel.Step> path = new ArrayList<>();
            final PlainCountsModel model = replay(capacity, path);
            for (int i = 0; i < 200; i++) {
                final PlainCountsModel.Step step = steps[random.nextInt(steps.length)];
                if (step != PlainCountsModel.Step.SHUTDOWN && model.can(step)) {
                    model.take(step);
                    path.add(step);
                    check(model, path);
                }
            }
            checkEnd(model, path);
        }
    }

    private static PlainCountsModel replay(int capacity, List<PlainCountsModel.Step> path) {
        final PlainCountsModel model = new PlainCountsModel(capacity);
        path.forEach(model::take);
        return model;
    }

    private static void check(PlainCountsModel model, List<PlainCountsModel.Step> path) {
        try {
            model.assertInvariants();
        } catch (AssertionError e) {
            throw new AssertionError("After " + path + ": " + model, e);
        }
    }

    private static void checkEnd(PlainCountsModel model, List<PlainCountsModel.Step> path) {
        try {
            model.assertDrains();
        } catch (AssertionError e) {
            throw new AssertionError("At the end of " + path + ": " + model, e);
        }
    }
}
