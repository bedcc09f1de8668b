package io.threadlets;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Takes all memory that there is, down to the last 16 bytes, keeps it for a while, and gives it back. */
final class MemoryHog {
    /** In bytes: each failure costs everybody some collections, so there are few of them on the way down. */
    private static final int[] SIZES = {1 << 16, 1 << 11, 1 << 6};

    /** Whose content the collector need not look at. */
    private final byte[] @Nullable [] pieces = new byte[1 << 12][];

    private @Nullable Crumb crumbs;

    /** The smallest object that can hold on to another one. */
    private static final class Crumb {
        final @Nullable Crumb before;

        Crumb(@Nullable Crumb before) {
            this.before = before;
        }
    }

    /** So long without memory, and then so long with it. What it calls must have been linked before memory is out. */
    void spell(long millisWithout, long millisWith) {
        final long begin = System.nanoTime();
        takePieces();
        while (System.nanoTime() - begin < millisWithout * 1_000_000) {
            takeCrumb();
        }
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = null;
        }
        crumbs = null;
        LockSupport.parkNanos(millisWith * 1_000_000);
    }

    private void takePieces() {
        int count = 0;
        for (int size : SIZES) {
            try {
                while (count < pieces.length) {
                    pieces[count] = new byte[size];
                    count++;
                }
            } catch (OutOfMemoryError taken) {
                // so try smaller ones
            }
        }
    }

    /** Of the rest, and of what somebody else gives back meanwhile. */
    private void takeCrumb() {
        try {
            crumbs = new Crumb(crumbs);
        } catch (OutOfMemoryError taken) {
            // all
        }
    }

    /** So that what is kept counts as used. */
    boolean isEmpty() {
        return pieces[0] == null && (crumbs == null || crumbs.before == null);
    }
}
