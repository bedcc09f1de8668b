package io.threadlets;

/** What people are shown of works and tasks. */
final class Descriptions {
    private Descriptions() {}

    /** A work's own words; its class's name if it throws or has none. */
    @SuppressWarnings("ConstantValue") // user code may return null whatever the annotations say
    static String of(ThreadletWork work) {
        try {
            final String description = work.describe();
            if (description != null) {
                return description;
            }
        } catch (Throwable ignored) { // describing must not break a listing or a message
        }
        return work.getClass().getName();
    }

    /** A task's {@code toString} where its class has one, else its class's name. */
    static String ofTask(Object task) {
        final String text = task.toString();
        final String type = task.getClass().getName();
        return text.startsWith(type + "@") ? type : text;
    }
}
