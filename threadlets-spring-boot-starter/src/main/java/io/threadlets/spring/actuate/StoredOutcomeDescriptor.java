package io.threadlets.spring.actuate;

/**
 * What has become of a stored call that somebody wanted to end, or to be run again.
 *
 * @param id the call's
 * @param outcome removed (it is deleted), interrupt-requested (it runs here and is asked to stop), cancel-requested (it
 *     runs here to its end, since it must not be interrupted), or retried (it is due now); it is not run again but for
 *     the last
 * @param work what is called
 */
public record StoredOutcomeDescriptor(String id, String outcome, String work) implements Outcome {
    static final String RETRIED = "retried";

    @Override
    public boolean goesOn() {
        return outcome.equals(OutcomeDescriptor.INTERRUPTING) || outcome.equals(OutcomeDescriptor.CANCELLING);
    }
}
