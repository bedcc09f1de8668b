package io.threadlets.spring.readme;

import java.util.concurrent.CancellationException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The other sample of docs/http-errors.md. */
@RestControllerAdvice
class CallCancelled {
    @ExceptionHandler
    ResponseEntity<String> handle(CancellationException cancelled) {
        return ResponseEntity.status(409).body("Cancelled.");
    }
}
