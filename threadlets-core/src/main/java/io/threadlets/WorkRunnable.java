package io.threadlets;

import java.util.concurrent.CompletionException;

/** Runs a work's body in the calling thread; its state does not change. A checked failure is wrapped. */
record WorkRunnable(ThreadletWork work) implements Runnable {
    @Override
    public void run() {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
