package io.threadlets;

/** A work that runs a runnable. */
final class RunnableWork extends ThreadletWork {
    private final Runnable task;

    RunnableWork(Runnable task) {
        this.task = task;
    }

    @Override
    protected void run() {
        task.run();
    }

    @Override
    public String describe() {
        return Descriptions.ofTask(task);
    }

    @Override
    Runnable asRunnable() {
        return task;
    }
}
