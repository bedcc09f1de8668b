package io.threadlets.spring.queue;

/** What became of a work while its queue was stopped, in the words and the order of the report. */
enum Fate {
    FINISHED("finished"),
    FAILED("failed"),
    INTERRUPTED("interrupted"),

    /** It still ran when the time was over, and must not be interrupted. */
    SPARED("not interrupted"),

    /** A call whose body had returned a stage. */
    CANCELLED("cancelled"),
    NEVER_BEGUN("never begun");

    final String words;

    Fate(String words) {
        this.words = words;
    }

    /** Whether people want to know which works those were. */
    boolean isNamed() {
        return this != FINISHED && this != FAILED;
    }
}
