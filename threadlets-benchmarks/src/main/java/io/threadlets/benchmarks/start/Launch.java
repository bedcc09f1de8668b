package io.threadlets.benchmarks.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How one start went.
 *
 * @param fromLaunchNanos from the launch of the virtual machine until the application was ready
 * @param fromMainNanos from the first line of its {@code main} on
 * @param processorNanos the time of all processors together, from the launch on
 * @param beans the number of bean definitions
 * @param classes the number of classes that were loaded
 */
record Launch(long fromLaunchNanos, long fromMainNanos, long processorNanos, int beans, int classes) {
    /** Starts the application in a virtual machine of its own, and waits for its end. */
    static Launch of(Variant variant, Path application) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        variant.classPath(application),
                        BareApplication.class.getName())
                .redirectErrorStream(true);
        final long begin = System.nanoTime();
        final Process process = builder.start();
        final List<String> before = new ArrayList<>();
        final List<String> after = new ArrayList<>();
        long ready = begin;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals(BareApplication.READY)) {
                    ready = System.nanoTime();
                } else {
                    (ready == begin ? before : after).add(line);
                }
            }
        }
        if (process.waitFor() != 0 || after.size() < 4) {
            throw new IllegalStateException(variant + " did not start:\n" + String.join("\n", before));
        }
        return new Launch(
                ready - begin,
                Long.parseLong(after.get(0)),
                Long.parseLong(after.get(1)),
                Integer.parseInt(after.get(2)),
                Integer.parseInt(after.get(3)));
    }
}
