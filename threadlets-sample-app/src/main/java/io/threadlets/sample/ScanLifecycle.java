package io.threadlets.sample;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.stereotype.Component;

/** Ends the scans of this instance after the web server, while the queues still work. */
@Component
final class ScanLifecycle implements SmartLifecycle {

    private final RunningScans scans;
    private volatile boolean running;

    ScanLifecycle(RunningScans scans) {
        this.scans = scans;
    }

    @Override
    public void start() {
        scans.open();
        running = true;
    }

    @Override
    public void stop() {
        scans.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return ExecutorConfigurationSupport.DEFAULT_PHASE + 1;
    }
}
