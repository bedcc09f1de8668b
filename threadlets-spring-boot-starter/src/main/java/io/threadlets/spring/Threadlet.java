package io.threadlets.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs the calls of a method on the threads of a queue. On a class it stands for all its methods but those that the
 * container calls (as with {@code @Bean} or {@code @PostConstruct}); it may also stand on another annotation, which
 * then means the same.
 *
 * <p>What the caller sees depends on what the method returns:
 *
 * <ul>
 *   <li>{@code void}: the caller goes on at once. A failure goes to the {@link ThreadletExceptionHandler}.
 *   <li>{@code CompletableFuture}, {@code CompletionStage}, {@code Future}, {@link io.threadlets.ThreadletFuture}: the
 *       caller gets a {@code ThreadletFuture}; {@code cancel(true)} takes the call back if no thread has it yet, else
 *       interrupts its thread. If the method itself returns a stage that is not finished, the thread is released and
 *       the caller's future follows that stage; cancelling reaches it. A thread of the same queue that waits for the
 *       call with {@code get} or {@code join} runs it itself if it is still queued.
 *   <li>anything else: the caller waits for the value. Exceptions arrive as thrown. Interrupting the caller cancels the
 *       call: it gets a {@link java.util.concurrent.CancellationException}, with its interrupt status set. From a
 *       thread of the same queue the call runs at once in that thread, and so it does from a thread of another queue if
 *       threads would wait for one another otherwise; no timeout of its own applies then. From a thread that must not
 *       block (one of Reactor's) it is an {@link IllegalStateException}.
 *   <li>{@code Mono} and other reactive types of one value, where Reactor is there: the caller gets one that makes a
 *       call, as for a future, at each subscription; cancelling the subscription cancels that call. What the method
 *       returns is subscribed to on the queue's thread.
 * </ul>
 *
 * <p>If the queue does not accept the call, the future fails, or the caller gets the
 * {@link io.threadlets.ThreadletRejectedException}. A call that takes longer than its {@code timeout} fails with a
 * {@link ThreadletTimeoutException}; it is taken back, or its thread interrupted. What a plain call throws has the
 * stack of its caller as a suppressed exception, unless it was made on the caller's thread.
 *
 * <p>Each attribute can be set from outside, for all overloads of a method: <code>
 * threadlets.methods[MailService.send].timeout=2s</code>.
 *
 * <p>Calls on a queue that has a {@code store} are kept there, beyond the process: they are run at least once, never
 * exactly once, by whichever instance of the application has a free thread, about first in, first out. Their methods
 * return {@code void} or a {@link ThreadletReceipt}; the caller goes on when the call is stored. {@link #timeout} is
 * then that of each attempt, and the fallback is called after the last one.
 *
 * <p>Calls go through a proxy: those that a class makes to itself run in the caller. What cannot be run on its queue is
 * refused when the application starts, or when the bean is made: private, final and static methods, final and sealed
 * classes, methods that the container calls, names of unknown queues, and beans that another post-processor replaces.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Threadlet {
    /**
     * The queue's name. Alias of {@link #queue}.
     *
     * @return the name; may contain <code>${…}</code>, but no expression
     */
    @AliasFor("queue")
    String value() default "global";

    /**
     * The queue's name. Alias of {@link #value}.
     *
     * @return the name; may contain <code>${…}</code>, but no expression
     */
    @AliasFor("value")
    String queue() default "global";

    /**
     * How long a call may take, waiting for a thread included; not its fallback. Overrides the queue's.
     *
     * @return as in {@code 2s}, {@code 500ms} or {@code PT2S}; {@code 0} for no limit; may contain <code>${…}</code>;
     *     empty for the queue's
     */
    String timeout() default "";

    /**
     * The name of a method of the same class that is called when the call fails, is rejected, or times out, but not
     * when it is cancelled. It has the same parameters, and may have a {@link Throwable} after them, and returns the
     * same type; where there are several, the one with the nearest type of {@code Throwable} is called. It is called
     * directly, so that annotations on it have no effect, and once a call.
     *
     * <p>Where the caller waits, and after a rejection, it is called in the caller; else on the thread that failed, or
     * after a timeout on one of the queue {@code global}.
     *
     * @return the method's name; may contain <code>${…}</code>; empty for none
     */
    String fallback() default "";

    /**
     * Whether a timeout, a {@code cancel(true)} and a stop of the application interrupt the thread that is in the
     * method. If not, the caller is free all the same, and the method goes on to its end: choose that for what is
     * harmed by interrupts, as files and databases that are read by way of NIO channels are. Waiting calls are taken
     * off the queue all the same. Overrides the queue's.
     *
     * @return true or false; nothing, which is the default, for the queue's, which is true by default
     */
    boolean[] interrupt() default {};

    /**
     * For queues with a store: what the method is called there. Calls that were stored by one version of the
     * application find the method in another one by this name, so that bean, class and method can be renamed.
     *
     * @return the name, different from that of any other method of the queue; may contain <code>${…}</code>; empty for
     *     the bean's name, the method's, and its parameter types
     */
    String name() default "";

    /**
     * For queues with a store: while a call of this method with the same key is stored and has not ended, a second one
     * is not stored. A dead call has ended.
     *
     * @return an expression as in {@code @Cacheable}: <code>#orderId</code>, <code>#p0</code>, <code>#root.args</code>;
     *     null stands for no key, anything else for its {@code String.valueOf}; empty for no key
     */
    String key() default "";

    /**
     * For queues with a store: failures after which there is no further attempt.
     *
     * @return types of exceptions; subclasses count too
     */
    Class<? extends Throwable>[] noRetryFor() default {};
}
