package io.threadlets.spring.readme.recipes;

import io.threadlets.spring.Threadlet;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class NightlyReport {
    private final ReportWriter writer;

    NightlyReport(ReportWriter writer) {
        this.writer = writer;
    }

    @Scheduled(fixedRateString = "${report.rate}")
    @Threadlet("reports")
    public void write() {
        writer.write();
    }
}
