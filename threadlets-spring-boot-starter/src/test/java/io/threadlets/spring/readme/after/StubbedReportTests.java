package io.threadlets.spring.readme.after;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.threadlets.spring.readme.MigrationYaml;
import io.threadlets.spring.readme.parts.Report;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** As shown, with the properties of the page. */
@ContextConfiguration(initializers = MigrationYaml.class)
@SpringBootTest(properties = "threadlets.mode=inline")
class StubbedReportTests {
    @MockitoSpyBean
    ReportService reports;

    @Test
    void answersAsItIsTold() {
        Report stubbed = new Report("sales", "no thread");
        when(reports.render("sales")).thenReturn(CompletableFuture.completedFuture(stubbed));
        assertThat(reports.render("sales").join()).isEqualTo(stubbed);
    }
}
