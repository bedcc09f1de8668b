package io.threadlets.spring.readme;

import io.threadlets.ThreadletRejectedException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The sample of docs/http-errors.md. */
@RestControllerAdvice
class QueueFull {
    @ExceptionHandler
    ResponseEntity<String> handle(ThreadletRejectedException rejected) {
        return ResponseEntity.status(429).header("Retry-After", "5").body("Later, please.");
    }
}
