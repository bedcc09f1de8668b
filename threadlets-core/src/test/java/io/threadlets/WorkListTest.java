package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against an array list, in every order of removal. */
final class WorkListTest {

    private static WorkList.Place place(WorkList list) {
        return new WorkList.Place(list, new TestWork(), null, 0, WorkWord.NEW, null);
    }

    private static void assertHolds(WorkList list, List<WorkList.Place> expected) {
        final List<WorkList.Place> found = new ArrayList<>();
        for (WorkList.Place place = list.first(); place != null; place = place.next()) {
            found.add(place);
        }
        assertThat(found).isEqualTo(expected);
        assertThat(list.size()).isEqualTo(expected.size());
    }

    @Test
    void first_empty_isNull() {
        final WorkList list = new WorkList();
        assertThat(list.first()).isNull();
        assertThat(list.size()).isZero();
    }

    @Test
    void remove_everyOrderOfSix_keepsTheOthersInOrder() {
        removeInEveryOrder(new ArrayList<>(), List.of(0, 1, 2, 3, 4, 5));
    }

    private static void removeInEveryOrder(List<Integer> order, List<Integer> rest) {
        if (rest.isEmpty()) {
            removeInOrder(order);
        }
        for (Integer next : rest) {
            final List<Integer> longer = new ArrayList<>(order);
            longer.add(next);
            final List<Integer> shorter = new ArrayList<>(rest);
            shorter.remove(/* element */ next);
            removeInEveryOrder(longer, shorter);
        }
    }

    private static void removeInOrder(List<Integer> order) {
        final WorkList list = new WorkList();
        final List<WorkList.Place> all = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            all.add(place(list));
            list.addLast(all.get(i));
        }
        final List<WorkList.Place> expected = new ArrayList<>(all);
        for (int index : order) {
            final WorkList.Place place = all.get(index);
            list.remove(place);
            expected.remove(place);
            assertHolds(list, expected);
            assertThat(place.next()).isNull();
            assertThat(place.isLinked()).isFalse();
        }
    }

    @Test
    void addAndRemove_atRandom_isLikeAnArrayList() {
        final Random random = new Random(1);
        final WorkList list = new WorkList();
        final List<WorkList.Place> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            if (expected.isEmpty() || random.nextInt(20) < 11) {
                final WorkList.Place place = place(list);
                list.addLast(place);
                expected.add(place);
            } else {
                final WorkList.Place place = expected.remove(random.nextInt(expected.size()));
                list.remove(place);
            }
            if (i % 50 == 0) {
                assertHolds(list, expected);
            }
        }
        Collections.shuffle(expected, random);
        expected.forEach(list::remove);
        assertHolds(list, List.of());
    }
}
