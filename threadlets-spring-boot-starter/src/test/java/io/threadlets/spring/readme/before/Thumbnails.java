package io.threadlets.spring.readme.before;

import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

class Thumbnails {
    private final Renderer renderer;
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            4, 16, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(100), new ThreadPoolExecutor.CallerRunsPolicy());

    Thumbnails(Renderer renderer) {
        this.renderer = renderer;
    }

    Future<Report> scale(String image) {
        return pool.submit(() -> renderer.render(image));
    }

    void stop() throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
            pool.shutdownNow();
        }
    }
}
