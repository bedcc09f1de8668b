package io.threadlets.benchmarks.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/**
 * What the starter adds to the start of an application.
 *
 * <p><b>Workload.</b> An application that has nothing of its own, without a web server, is started in a fresh virtual
 * machine: in turns without and with the starter on its class path, and nothing set. The first start of each is not
 * counted.
 *
 * <p><b>Rivals.</b> Each {@link Variant}.
 *
 * <p><b>Command.</b> {@code java -cp threadlets-benchmarks/target/benchmarks.jar
 * io.threadlets.benchmarks.start.StartUp}, which prints lines {@code variant<TAB>metric<TAB>value<TAB>unit}, one of
 * each metric for each start; the number of starts may be given as an argument.
 */
public final class StartUp {
    private static final int STARTS = 31;

    private StartUp() {}

    /**
     * Measures.
     *
     * @param args the number of starts of each, or nothing for the usual one
     * @throws IOException where no virtual machine can be started, or no file be written
     * @throws InterruptedException where the caller wants an end
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(args.length == 0 ? STARTS : Integer.parseInt(args[0]), System.out);
    }

    static void run(int starts, Appendable out) throws IOException, InterruptedException {
        final Path application = Files.createTempDirectory("threadlets-start");
        final Path file = application.resolve(BareApplication.class.getName().replace('.', '/') + ".class");
        try {
            copyApplication(file);
            for (int start = 0; start <= starts; start++) {
                final Launch without = Launch.of(Variant.BARE, application);
                final Launch with = Launch.of(Variant.THREADLETS, application);
                if (start > 0) {
                    print(Variant.BARE, without, out);
                    print(Variant.THREADLETS, with, out);
                    // Within a pair, since the machine is not equally fast all the time.
                    final double growth = (double) with.fromLaunchNanos() / without.fromLaunchNanos();
                    out.append(line(Variant.THREADLETS, "growth", growth, ""));
                }
            }
        } finally {
            FileSystemUtils.deleteRecursively(application);
        }
    }

    /** A directory of its own: the jar that it comes from has everything else on its class path. */
    private static void copyApplication(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = Objects.requireNonNull(
                BareApplication.class.getResourceAsStream(BareApplication.class.getSimpleName() + ".class"))) {
            Files.copy(in, file);
        }
    }

    private static void print(Variant variant, Launch launch, Appendable out) throws IOException {
        out.append(line(variant, "from launch", launch.fromLaunchNanos() / 1e6, "ms"));
        out.append(line(variant, "from main", launch.fromMainNanos() / 1e6, "ms"));
        out.append(line(variant, "processor time", launch.processorNanos() / 1e6, "ms"));
        out.append(line(variant, "beans", launch.beans(), ""));
        out.append(line(variant, "classes", launch.classes(), ""));
    }

    private static String line(Variant variant, String metric, double value, String unit) {
        return String.format(Locale.ROOT, "%s\t%s\t%.4f\t%s%n", variant, metric, value, unit);
    }
}
