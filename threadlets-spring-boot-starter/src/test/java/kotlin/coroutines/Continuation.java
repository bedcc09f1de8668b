package kotlin.coroutines;

/**
 * Stands for Kotlin's type of that name, by which its compiler marks suspend functions.
 *
 * @param <T> what the function returns
 */
public interface Continuation<T> {}
