package io.threadlets.spring.readme.recipes;

/** Blocks for long. */
interface ReportWriter {
    void write();
}
