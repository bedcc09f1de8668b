package io.threadlets.spring.readme.before;

import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;
import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

@Service
class ReportService {
    private final Renderer renderer;

    ReportService(Renderer renderer) {
        this.renderer = renderer;
    }

    @Async("reports")
    public CompletableFuture<Report> render(String name) {
        return CompletableFuture.completedFuture(renderer.render(name));
    }

    @Async("reports")
    public void prefetch(String name) {
        renderer.render(name);
    }
}
