package io.threadlets.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void of_someGiven_theOthersStayAsUsual() {
        final Settings settings = Settings.of(new String[] {"busy=4"}, "busy=0,2", "rate=20,200", "kind=PLATFORM");

        assertThat(settings.numbers("busy")).containsExactly(4);
        assertThat(settings.numbers("rate")).containsExactly(20, 200);
        assertThat(settings.kinds("kind")).containsExactly(ThreadKind.PLATFORM);
    }

    @Test
    void of_nothingAfterTheName_isNoValue() {
        assertThat(Settings.of(new String[] {"busy="}, "busy=0,2").texts("busy"))
                .isEmpty();
    }

    @Test
    void of_unknownName_saysWhichThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(new String[] {"bussy=4"}, "busy=0,2", "rate=20"))
                .withMessage("a setting must be one of [busy, rate], as in busy=0,2, but was bussy=4");
    }
}
