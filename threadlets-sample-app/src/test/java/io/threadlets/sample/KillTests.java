package io.threadlets.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process dies without a word in the middle of a scan. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KillTests {

    @TempDir
    private Path temp;

    @Test
    void scanUnderWayGoesOnAtTheNextStart() throws Exception {
        CutOffScan scan = CutOffScan.of(temp.toRealPath().resolve("scanned"));
        long id;
        int read;
        try (SampleProcess application = start("killed")) {
            id = application.client().begin(scan.folder());
            read = scan.awaitMost(application.client(), id);
        }
        scan.makeReadable();

        try (SampleProcess application = start("again")) {
            scan.assertGoesOn(application.client(), id, read);
            application.stop();
        }
    }

    private SampleProcess start(String log) throws IOException {
        return SampleProcess.start(
                temp.resolve(log + ".log"),
                SampleProcess.classPath(),
                List.of(),
                "--sample.root=" + temp,
                "--spring.datasource.url=jdbc:h2:file:" + temp.resolve("scans") + ";WRITE_DELAY=0");
    }
}
