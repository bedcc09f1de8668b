package io.threadlets.spring.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** An application's answer to every exception. */
@RestControllerAdvice
class CatchAll {
    @ExceptionHandler
    ResponseEntity<String> handle(Exception any) {
        return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("caught all");
    }
}
