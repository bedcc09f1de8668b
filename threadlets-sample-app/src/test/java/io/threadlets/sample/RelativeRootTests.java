package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application, with its web server, which has a folder of its own that is also called ".". */
class RelativeRootTests {

    @Test
    void relativeRootIsBelowTheFolderInWhichTheApplicationWasStarted() throws Exception {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(SampleApplication.class)
                .properties("spring.jmx.enabled=false")
                .run("--server.port=0", "--sample.root=.", "--spring.datasource.url=jdbc:h2:mem:relative")) {
            assertThat(application.getBean(ScanRoot.class).folder())
                    .isEqualTo(Path.of("").toRealPath());
        }
    }
}
