package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** A test that lacks a tool of the system is left out with its reason, and for no other reason. */
class ShellTests {

    /** How Surefire reports a test whose assumption failed. */
    private static final String ABORTED = "<skipped type=\"org.opentest4j.TestAbortedException\">"
            + "<![CDATA[org.opentest4j.TestAbortedException: Assumption failed: ";

    @Test
    void commandThatTheSystemLacksLeavesTheTestOut() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Shell.requires("no-such-command"))
                .withMessage("Assumption failed: this system has no no-such-command");
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Shell.requires(Path.of("/no/such/file")))
                .withMessage("Assumption failed: this system has no /no/such/file");
    }

    @Test
    void commandThatIsThereDoesNotLeaveTheTestOut() {
        assertThatCode(() -> Shell.requires("sh", "ls")).doesNotThrowAnyException();
    }

    @Test
    void buildAcceptsTestsThatWereLeftOutForThat() throws Exception {
        assertThat(fails(ABORTED + "this system has no mkfifo\n\tat org.junit")).isFalse();
        assertThat(fails("<testsuite name=\"Some\" tests=\"3\" skipped=\"0\">")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<skipped/>",
                "<skipped message=\"flaky\"/>",
                ABORTED + "not today",
                ABORTED + "this system has no mkfifo]]></skipped></testcase><testcase><skipped/>",
            })
    void buildFailsForAnyOtherTestThatWasLeftOut(String report) throws Exception {
        assertThat(fails(report)).isTrue();
    }

    private static boolean fails(String report) throws Exception {
        Matcher rule = Pattern.compile("expression=\"([^\"]*skipped[^\"]*)\"")
                .matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(rule.find()).isTrue();
        String expression =
                rule.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        return Pattern.compile(expression).matcher(report).find();
    }
}
