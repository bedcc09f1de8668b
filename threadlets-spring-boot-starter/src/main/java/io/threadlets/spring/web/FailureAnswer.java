package io.threadlets.spring.web;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ClassUtils;

/**
 * The answer to one request. It tells the client nothing of the application's insides: no queue, class or method.
 *
 * @param status what goes into the status line
 * @param retryAfter in how many seconds the client may try again; 0 where that is not said
 * @param queue the name of the queue that the call was for
 * @param failure the rejection or timeout itself, whatever it was wrapped in
 */
record FailureAnswer(HttpStatus status, long retryAfter, String queue, RuntimeException failure) {
    static FailureAnswer rejected(String queue, RuntimeException failure, long retryAfter) {
        return new FailureAnswer(HttpStatus.SERVICE_UNAVAILABLE, retryAfter, queue, failure);
    }

    static FailureAnswer timedOut(String queue, RuntimeException failure) {
        return new FailureAnswer(HttpStatus.GATEWAY_TIMEOUT, 0, queue, failure);
    }

    /** Without Retry-After, which is sent even where the body cannot be written. */
    public ResponseEntity<ProblemDetail> entity() {
        final String detail = status == HttpStatus.SERVICE_UNAVAILABLE
                ? "The server cannot accept more work at the moment. Try again in " + retryAfter + " s."
                : "The work for this request was not finished in time.";
        return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, detail));
    }

    /** The type of {@link #entity}, as that of a handler's method: Spring writes it as it would write that. */
    static MethodParameter entityType() {
        return new MethodParameter(ClassUtils.getMethod(FailureAnswer.class, "entity"), -1);
    }
}
