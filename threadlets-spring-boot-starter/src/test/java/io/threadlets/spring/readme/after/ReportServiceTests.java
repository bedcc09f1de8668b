package io.threadlets.spring.readme.after;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.readme.MigrationYaml;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** As shown, with the properties of the page. */
@ContextConfiguration(initializers = MigrationYaml.class)
@SpringBootTest(properties = "threadlets.mode=inline")
class ReportServiceTests {
    @Test
    void rendersInTheTestsThread(@Autowired ReportService reports) {
        assertThat(reports.render("sales").join().thread())
                .isEqualTo(Thread.currentThread().getName());
    }
}
