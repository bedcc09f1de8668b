package io.threadlets;

import java.util.concurrent.atomic.AtomicLong;

/** A number that many threads write, on cache lines of its own: after the header, and before whatever comes next. */
final class PaddedLong extends AtomicLong {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused")
    private transient long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
}
