package io.threadlets.sample;

import io.threadlets.spring.ThreadletStoreException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers with a problem detail (RFC 9457) whatever goes wrong. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail badFolder(BadFolderException e) {
        return problem(HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail noSuchScan(NoSuchScanException e) {
        return problem(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail foreignRequest(ForeignRequestException e) {
        return problem(HttpStatus.FORBIDDEN, e.getMessage());
    }

    /** A full queue: the message says which one and what to change. */
    @ExceptionHandler
    ProblemDetail rejected(RejectedExecutionException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @ExceptionHandler({DataAccessException.class, ThreadletStoreException.class})
    ProblemDetail noDatabase(RuntimeException e) {
        log.error("The database failed", e);
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "The database failed; the log says why.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return handleExceptionInternal(
                e,
                problem(status, "The body must be a JSON object such as {\"path\": \"Downloads\"}."),
                headers,
                status,
                request);
    }

    /** The only thing with a type is the number of a scan. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String message = new NoSuchScanException(String.valueOf(e.getValue())).getMessage();
        return handleExceptionInternal(
                e, problem(HttpStatus.NOT_FOUND, message), headers, HttpStatus.NOT_FOUND, request);
    }

    private static ProblemDetail problem(HttpStatusCode status, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail(detail);
        return problem;
    }
}
