package io.threadlets.spring.aop;

import io.threadlets.ThreadletWork;

/** Stands for a call that no queue accepted. */
final class NoWork extends ThreadletWork {
    @Override
    protected void run() {}
}
