package io.threadlets.spring.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadlets.spring.monitoring.Monitoring.Rule;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The alert rules are what Prometheus takes, and fire when they should. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AlertRulesTests {
    private static final Path PAGE = Path.of("../docs/alerts.md");

    @Test
    void rulesAreValid() throws Exception {
        assertThat(promtool("check", "rules", Monitoring.RULES)).contains("SUCCESS: ");
    }

    @Test
    void rulesFireWhenTheyShouldAndOnlyThen() throws Exception {
        assertThat(promtool("test", "rules", Monitoring.RULES_TEST)).contains("SUCCESS");
    }

    @Test
    void eachRuleFiresInTheRulesTest() throws Exception {
        assertThat(Monitoring.rulesThatFireInTheTest())
                .containsExactlyInAnyOrderElementsOf(
                        Monitoring.rules().stream().map(Rule::name).toList());
    }

    @Test
    void eachRuleIsExplainedUnderItsName() throws Exception {
        final List<String> headings = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("### Threadlets"))
                .map(line -> line.substring(4))
                .toList();
        assertThat(headings)
                .containsExactlyElementsOf(
                        Monitoring.rules().stream().map(Rule::name).toList());
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        requires("promtool");
        final Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .directory(Monitoring.FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    /** The build accepts a test that was left out for this reason alone. */
    private static void requires(String command) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command))),
                "this system has no " + command);
    }
}
