package io.threadlets.benchmarks;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Starts benchmarks: takes JMH's command line and does what it says, but leaves out the peers that this JVM lacks,
 * unless {@code -p peer=} names some.
 */
public final class Main {
    private static final String PEER = "peer";

    private Main() {}

    /**
     * Runs benchmarks.
     *
     * @param args JMH's
     * @throws Exception what JMH throws
     */
    public static void main(String[] args) throws Exception {
        if (Peer.VIRTUAL.isAvailable() || isLeftToJmh(args)) {
            org.openjdk.jmh.Main.main(args);
        } else {
            runAvailable(new CommandLineOptions(args));
        }
    }

    private static boolean isLeftToJmh(String[] args) {
        try {
            final CommandLineOptions options = new CommandLineOptions(args);
            return options.getParameter(PEER).hasValue()
                    || options.shouldHelp()
                    || options.shouldList()
                    || options.shouldListWithParams()
                    || options.shouldListProfilers()
                    || options.shouldListResultFormats()
                    || entries(options).isEmpty();
        } catch (CommandLineOptionException e) {
            return true; // JMH knows how to say it
        }
    }

    private static Collection<BenchmarkListEntry> entries(CommandLineOptions options) {
        return BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        options.getIncludes(),
                        options.getExcludes());
    }

    /** One run of JMH for all benchmarks with the same peers, since a parameter holds for all of a run. */
    private static void runAvailable(CommandLineOptions options) throws RunnerException, IOException {
        final Collection<BenchmarkListEntry> entries = entries(options);
        final Set<List<String>> groups = new LinkedHashSet<>();
        for (final BenchmarkListEntry entry : entries) {
            groups.add(peers(entry));
        }
        if (options.getOutput().hasValue()) {
            Files.deleteIfExists(Path.of(options.getOutput().get()));
        }
        final List<RunResult> results = new ArrayList<>();
        for (final List<String> group : groups) {
            results.addAll(run(options, entries, group));
        }
        write(options, results);
    }

    private static List<String> peers(BenchmarkListEntry entry) {
        return List.of(entry.getParams().orElse(Map.of()).getOrDefault(PEER, new String[0]));
    }

    /** Whether nothing is known to the contrary: not every benchmark's peers are pools. */
    private static boolean isAvailable(String peer) {
        return Arrays.stream(Peer.values()).noneMatch(pool -> pool.name().equals(peer) && !pool.isAvailable());
    }

    private static Collection<RunResult> run(
            CommandLineOptions options, Collection<BenchmarkListEntry> entries, List<String> peers)
            throws RunnerException, IOException {
        final OptionsBuilder builder = new OptionsBuilder();
        builder.parent(options);
        for (final BenchmarkListEntry entry : entries) {
            if (!peers(entry).equals(peers)) {
                builder.exclude("^" + Pattern.quote(entry.getUsername()) + "$");
            }
        }
        if (!peers.isEmpty()) {
            builder.param(PEER, peers.stream().filter(Main::isAvailable).toArray(String[]::new));
        }
        return runner(builder.build()).run();
    }

    /** A runner that adds to the output file where JMH's own would begin it anew. */
    private static Runner runner(Options options) throws IOException {
        if (!options.getOutput().hasValue()) {
            return new Runner(options);
        }
        final PrintStream out = new PrintStream(
                new FileOutputStream(options.getOutput().get(), /* append= */ true), false, StandardCharsets.UTF_8);
        final VerboseMode verbosity = options.verbosity().orElse(Defaults.VERBOSITY);
        return new Runner(options, OutputFormatFactory.createFormatInstance(out, verbosity));
    }

    /** Each run has written its own results; now comes one file with all of them. */
    private static void write(CommandLineOptions options, List<RunResult> results) throws IOException {
        if (options.getResult().hasValue() || options.getResultFormat().hasValue()) {
            final ResultFormatType type = options.getResultFormat().orElse(Defaults.RESULT_FORMAT);
            final String file = options.getResult()
                    .orElse(Defaults.RESULT_FILE_PREFIX + "." + type.toString().toLowerCase(Locale.ROOT));
            try (PrintStream out = new PrintStream(file, StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(type, out).writeOut(results);
            }
        }
    }
}
