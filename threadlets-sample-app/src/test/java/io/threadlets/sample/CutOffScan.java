package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A scan of 1000 small files and of a huge one, so that it does not end before its instance does. */
record CutOffScan(Path folder, Path huge) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static CutOffScan of(Path folder) throws IOException {
        CutOffScan scan = new CutOffScan(Trees.many(folder, 1000), folder.resolve("huge"));
        scan.setLength(1L << 42);
        return scan;
    }

    /** Returns when most of the small files have been read: how many there is a digest of, at least. */
    int awaitMost(Client client, long id) throws Exception {
        await().atMost(PATIENCE).until(() -> client.scan(id).get("filesHashed").asLong() >= 900);
        return client.digestLines(id).size();
    }

    /** Now it can end. */
    void makeReadable() throws IOException {
        setLength(1);
    }

    /** It ends at an instance that has run no other scan, and that has read only what there was no digest of. */
    void assertGoesOn(Client client, long id, int read) throws Exception {
        JsonNode scan = client.ended(id);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("path").asString()).isEqualTo(folder.toString());
        assertThat(scan.get("filesFound").asLong()).isEqualTo(1001);
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(1001);
        assertThat(client.digestLines(id)).hasSize(1001).doesNotHaveDuplicates();
        assertThat(read).isGreaterThanOrEqualTo(900);
        assertThat(client.queue("disk").get("submitted").asLong())
                .as("files that were read there, where %d had been read before", read)
                .isBetween(1L, 1001L - read);
    }

    private void setLength(long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
