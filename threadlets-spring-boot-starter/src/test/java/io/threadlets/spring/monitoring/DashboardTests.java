package io.threadlets.spring.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard is one that Grafana can show. */
class DashboardTests {
    private static final int COLUMNS = 24;

    private final JsonNode dashboard;

    DashboardTests() throws IOException {
        this.dashboard = Monitoring.dashboard();
    }

    @Test
    void oneRowIsRepeatedForEachQueue() {
        final List<JsonNode> rows = panels().stream()
                .filter(panel -> panel.get("type").asString().equals("row"))
                .toList();
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.get("repeat").asString()).isEqualTo("queue");
            assertThat(row.get("title").asString()).isEqualTo("$queue");
        });
    }

    /**
     * Grafana repeats a row for each value of the variable, and for "All" only if no value of its own stands for it.
     */
    @Test
    void allQueuesAreAllTheirNames() {
        final JsonNode queue = variable("queue");
        assertThat(queue.get("includeAll").asBoolean()).isTrue();
        assertThat(queue.get("multi").asBoolean()).isTrue();
        assertThat(queue.has("allValue")).isFalse();
    }

    @Test
    void variablesThatAreUsedAreDefinedAndEachOneIsUsed() {
        final Set<String> used = Pattern.compile("\\$\\{?([a-z]\\w*)")
                .matcher(dashboard.toString())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(used)
                .containsExactlyInAnyOrder("datasource", "application", "instance", "queue")
                .isEqualTo(dashboard
                        .get("templating")
                        .get("list")
                        .valueStream()
                        .map(variable -> variable.get("name").asString())
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyQueryHonoursTheVariables() throws IOException {
        assertThat(Monitoring.dashboardQueries()).isNotEmpty().allSatisfy(query -> {
            final long meters =
                    Pattern.compile("threadlets_\\w+").matcher(query).results().count();
            final long chosen = Pattern.compile(
                            Pattern.quote("{application=~\"$application\",instance=~\"$instance\",queue=~\"$queue\""))
                    .matcher(query)
                    .results()
                    .count();
            assertThat(chosen).isEqualTo(meters);
        });
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndDoNotOverlap() {
        final Set<Integer> ids = new HashSet<>();
        final Set<List<Integer>> cells = new HashSet<>();
        for (JsonNode panel : panels()) {
            final String title = panel.get("title").asString();
            assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
            final JsonNode place = panel.get("gridPos");
            final int left = place.get("x").asInt();
            final int top = place.get("y").asInt();
            assertThat(left + place.get("w").asInt()).as(title).isLessThanOrEqualTo(COLUMNS);
            for (int x = left; x < left + place.get("w").asInt(); x++) {
                for (int y = top; y < top + place.get("h").asInt(); y++) {
                    assertThat(cells.add(List.of(x, y))).as(title).isTrue();
                }
            }
        }
    }

    private List<JsonNode> panels() {
        return dashboard.get("panels").valueStream().toList();
    }

    private JsonNode variable(String name) {
        return dashboard
                .get("templating")
                .get("list")
                .valueStream()
                .filter(variable -> variable.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
