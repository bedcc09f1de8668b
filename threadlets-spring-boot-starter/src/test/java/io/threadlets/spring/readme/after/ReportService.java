package io.threadlets.spring.readme.after;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

@Service
class ReportService {
    private final Renderer renderer;

    ReportService(Renderer renderer) {
        this.renderer = renderer;
    }

    @Threadlet("reports")
    public CompletableFuture<Report> render(String name) {
        return CompletableFuture.completedFuture(renderer.render(name));
    }

    @Threadlet("reports")
    public void prefetch(String name) {
        renderer.render(name);
    }
}
