package io.threadlets.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTests {

    @ParameterizedTest
    @CsvSource({
        "/a b,   'abc  /a b\n'",
        "/a\u00ff,   'abc  /a\u00ff\n'",
        "'/a\nb', '\\abc  /a\\nb\n'",
        "'/a\rb', '\\abc  /a\\rb\n'",
        "'/a\\b', '\\abc  /a\\\\b\n'",
        "'/\\n',  '\\abc  /\\\\n\n'",
    })
    void lineIsWrittenAsSha256sumWritesIt(String path, String line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new Checksum(1, "abc", new FileName(path.getBytes(ISO_8859_1))).writeTo(out);

        assertThat(out.toString(ISO_8859_1)).isEqualTo(line);
    }
}
