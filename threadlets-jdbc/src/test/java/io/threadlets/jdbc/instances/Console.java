package io.threadlets.jdbc.instances;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lines of the form "number command argument ..."; each is answered by "> number answer", in whatever order. */
final class Console {
    static final String ANSWER = "> ";
    static final String FAILED = "failed ";

    private Console() {}

    /** Answers each line in a thread of its own, until there are no more. */
    static void serve(Commands commands, InputStream in, PrintStream out) {
        final ExecutorService threads = Executors.newCachedThreadPool();
        out.println(ANSWER + "0 ready");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                final List<String> words = Arrays.asList(line.split(" ", -1));
                threads.execute(() -> out.println(ANSWER + words.get(0) + " " + answer(commands, words)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdown();
        }
    }

    private static String answer(Commands commands, List<String> words) {
        try {
            return commands.run(words.get(1), words.subList(2, words.size()));
        } catch (Exception e) {
            return FAILED + e.toString().replace('\n', ' ');
        }
    }
}
