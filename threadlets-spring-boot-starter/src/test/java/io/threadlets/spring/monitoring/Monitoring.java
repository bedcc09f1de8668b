package io.threadlets.spring.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files for operators, as they lie in {@code src/monitoring}. */
final class Monitoring {
    static final Path FOLDER = Path.of("src/monitoring");
    static final String RULES = "threadlets-alerts.yml";
    static final String RULES_TEST = "threadlets-alerts.test.yml";

    private Monitoring() {}

    /** The rules, in order. */
    static List<Rule> rules() throws IOException {
        return groups(yaml(RULES)).flatMap(Monitoring::rulesOf).map(Rule::of).toList();
    }

    /** The names of the rules that the rules' test expects to fire. */
    static List<String> rulesThatFireInTheTest() throws IOException {
        return list(yaml(RULES_TEST), "tests").stream()
                .flatMap(test -> list(test, "alert_rule_test").stream())
                .filter(expected -> !list(expected, "exp_alerts").isEmpty())
                .map(expected -> (String) expected.get("alertname"))
                .distinct()
                .toList();
    }

    static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("threadlets-dashboard.json")));
    }

    /** What the dashboard asks the data source. */
    static List<String> dashboardQueries() throws IOException {
        return dashboard()
                .get("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.get("expr").asString())
                .toList();
    }

    private static Map<String, Object> yaml(String file) throws IOException {
        return new Yaml().load(Files.readString(FOLDER.resolve(file)));
    }

    private static Stream<Map<String, Object>> groups(Map<String, Object> file) {
        return list(file, "groups").stream();
    }

    private static Stream<Map<String, Object>> rulesOf(Map<String, Object> group) {
        return list(group, "rules").stream();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> node, String key) {
        return (List<Map<String, Object>>) node.get(key);
    }

    /**
     * An alert.
     *
     * @param name its name
     * @param expression when it is raised
     */
    record Rule(String name, String expression) {
        private static Rule of(Map<String, Object> rule) {
            return new Rule((String) rule.get("alert"), (String) rule.get("expr"));
        }
    }
}
