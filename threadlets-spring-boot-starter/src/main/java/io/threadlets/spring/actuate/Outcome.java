package io.threadlets.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What has become of something that was asked for. */
interface Outcome extends OperationResponseBody {
    /** Whether something goes on that was asked to end. */
    boolean goesOn();
}
