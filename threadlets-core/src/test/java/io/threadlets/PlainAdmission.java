package io.threadlets;

/** What a {@link PlainEngine} decided, under its lock, on a submission. */
sealed interface PlainAdmission {
    /** Accepted; it has its place, or will have it when it has been announced; so many threads are to be started. */
    record Queued(WorkList.Place place, int starts) implements PlainAdmission {}

    /** Accepted, to be run by the submitter now. */
    record InCaller() implements PlainAdmission {}

    /** Not accepted: the work is queued or running somewhere. */
    record InUse() implements PlainAdmission {}

    /** Not accepted. */
    record Refused(Refusal refusal) implements PlainAdmission {}
}
