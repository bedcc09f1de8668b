package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Memory runs out at each place where the library allocates, in turn: the call at hand fails or is done, never both,
 * and everything else stays right.
 */
final class AllocationFailureTest {
    private static final List<String> MODES = List.of("once", "lasting", "once, observed", "lasting, observed");
    private static final BiFunction<String, String, List<String>> ROUNDS = load();

    @SuppressWarnings("unchecked") // the copy implements the JDK's interface
    private static BiFunction<String, String, List<String>> load() {
        try {
            final ClassLoader loader = new FaultyClassLoader(AllocationFailureTest.class.getClassLoader());
            final Constructor<?> made = Class.forName(AllocationRounds.class.getName(), true, loader)
                    .getDeclaredConstructor();
            made.setAccessible(true);
            return (BiFunction<String, String, List<String>>) made.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> scenarios() {
        return new AllocationRounds()
                .names().stream()
                        .flatMap(name ->
                                MODES.stream().map(mode -> org.junit.jupiter.params.provider.Arguments.of(name, mode)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("scenarios")
    void calls_eachAllocationFailsInTurn_balanceIsRightAndQueueGoesOn(String scenario, String mode) {
        assertThat(ROUNDS.apply(scenario, mode)).isEmpty();
    }
}
