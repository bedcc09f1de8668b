package io.threadlets.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a main is to measure: {@code name=value,value}, each with a default that the command line may replace. */
final class Settings {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Settings() {}

    /**
     * Reads a command line.
     *
     * @param args the command line
     * @param defaults all that may stand there, in the same form
     */
    static Settings of(String[] args, String... defaults) {
        final Settings settings = new Settings();
        for (final String setting : defaults) {
            settings.put(setting);
        }
        for (final String setting : args) {
            if (!settings.values.containsKey(name(setting))) {
                throw new IllegalArgumentException("a setting must be one of " + settings.values.keySet() + ", as in "
                        + defaults[0] + ", but was " + setting);
            }
            settings.put(setting);
        }
        return settings;
    }

    private static String name(String setting) {
        return setting.split("=", 2)[0];
    }

    private void put(String setting) {
        values.put(name(setting), setting.substring(setting.indexOf('=') + 1));
    }

    List<String> texts(String name) {
        final String text = values.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no setting has the name " + name);
        }
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    List<Integer> numbers(String name) {
        return texts(name).stream().map(Integer::valueOf).toList();
    }

    int number(String name) {
        return numbers(name).get(0);
    }

    /** {@return those of the kinds that this JVM has} */
    List<ThreadKind> kinds(String name) {
        return texts(name).stream()
                .map(ThreadKind::valueOf)
                .filter(ThreadKind::isAvailable)
                .toList();
    }
}
