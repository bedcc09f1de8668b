package io.threadlets.spring.context;

/**
 * A task in the context of who gave it.
 *
 * @param task what is shown
 * @param inside what is run: the task, or what decorators made of it
 */
record ContextTask(Runnable task, Runnable inside, CapturedContext context) implements Runnable {
    @Override
    public void run() {
        context.run(inside);
    }

    @Override
    public String toString() {
        final String text = task.toString();
        return text.startsWith(task.getClass().getName() + "@")
                ? task.getClass().getName()
                : text;
    }
}
