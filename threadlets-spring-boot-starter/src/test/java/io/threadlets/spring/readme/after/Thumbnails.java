package io.threadlets.spring.readme.after;

import io.threadlets.OnFull;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;

class Thumbnails implements AutoCloseable {
    private final Renderer renderer;
    private final ThreadletQueue pool = ThreadletQueue.builder("thumbnails")
            .minThreads(4)
            .maxThreads(16)
            .capacity(100)
            .onFull(OnFull.CALLER_RUNS)
            .build();

    Thumbnails(Renderer renderer) {
        this.renderer = renderer;
    }

    ThreadletFuture<Report> scale(String image) {
        return pool.submit(() -> renderer.render(image));
    }

    @Override
    public void close() {
        pool.close();
    }
}
