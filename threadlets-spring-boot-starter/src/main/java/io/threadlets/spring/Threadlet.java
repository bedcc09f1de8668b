package io.threadlets.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs the calls of a method on the threads of a queue. On a class it stands for all its methods; it may also stand on
 * another annotation, which then means the same.
 *
 * <p>What the caller sees depends on what the method returns:
 *
 * <ul>
 *   <li>{@code void}: the caller goes on at once. A failure goes to the {@link ThreadletExceptionHandler}.
 *   <li>{@code CompletableFuture}, {@code CompletionStage}, {@code Future}, {@link io.threadlets.ThreadletFuture}: the
 *       caller gets a {@code ThreadletFuture}; {@code cancel(true)} takes the call back if no thread has it yet, else
 *       interrupts its thread. If the method itself returns a stage that is not finished, the thread is released and
 *       the caller's future follows that stage; cancelling reaches it.
 *   <li>anything else: the caller waits for the value. Exceptions arrive as thrown. Interrupting the caller cancels the
 *       call: it gets a {@link java.util.concurrent.CancellationException}, with its interrupt status set. From a
 *       thread of the same queue the call runs at once in that thread, so that a queue cannot wait for itself.
 * </ul>
 *
 * <p>If the queue does not accept the call, the future fails, or the caller gets the
 * {@link io.threadlets.ThreadletRejectedException}.
 *
 * <p>Calls go through a proxy: those that a class makes to itself run in the caller. Private, final and static methods
 * and names of unknown queues are refused when the application starts.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Threadlet {
    /**
     * The queue's name. Alias of {@link #queue}.
     *
     * @return the name; may contain <code>${…}</code>
     */
    @AliasFor("queue")
    String value() default "global";

    /**
     * The queue's name. Alias of {@link #value}.
     *
     * @return the name; may contain <code>${…}</code>
     */
    @AliasFor("value")
    String queue() default "global";
}
