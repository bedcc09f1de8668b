package io.threadlets.spring.call;

/** A proxied method throws what it likes, a work only exceptions: the JVM does not mind the difference. */
public final class Sneaky {
    private Sneaky() {}

    /**
     * Does not return; to be used as {@code throw Sneaky.asThrown(thrown)}, so that the compiler knows.
     *
     * @param thrown what to throw
     * @return nothing
     */
    public static RuntimeException asThrown(Throwable thrown) {
        return Sneaky.<RuntimeException>throwAs(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased: that is the point
    private static <T extends Throwable> T throwAs(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
