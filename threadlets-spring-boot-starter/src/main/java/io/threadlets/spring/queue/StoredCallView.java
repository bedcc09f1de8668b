package io.threadlets.spring.queue;

import io.threadlets.spring.StoredCall;
import java.util.List;

/**
 * A stored call with what people who run the application are shown of it.
 *
 * @param call the call
 * @param work what it is called elsewhere, as {@code MailService.send}; the target's name if this instance does not
 *     know the method
 * @param isInterruptible whether it is interrupted when it runs and is taken back
 * @param arguments what was sent with it
 */
public record StoredCallView(StoredCall call, String work, boolean isInterruptible, List<Argument> arguments) {
    /**
     * One argument.
     *
     * @param name of the parameter
     * @param text the value: of a text itself, of anything else its JSON
     */
    public record Argument(String name, String text) {}
}
