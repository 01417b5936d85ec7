package dev.payonce.api;

import dev.payonce.api.http.Problem;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The handler that makes a problem of each request without a response. The log alone gets the cause inside. */
@RestControllerAdvice
final class ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

    static final Problem MALFORMED_QUERY = Problem.of(
                    HttpStatus.BAD_REQUEST, "The address's query cannot be read: name=value, joined by &.")
            .code("malformed_query");

    /** Makes a problem of a request that Spring refuses by itself, with its headers ({@code Allow}). */
    @ExceptionHandler
    ResponseEntity<byte[]> refused(Exception failure) {
        if (failure instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            Problem problem = Problem.of(
                    known.getStatusCode(), detail(known.getStatusCode().value()));
            return new Problem(problem.status(), problem.code(), problem.detail(), known.getHeaders()).entity();
        }
        if (failure instanceof InvalidParameterException) {
            return MALFORMED_QUERY.entity();
        }
        LOG.error("A request could not be answered, and got 500. This is a bug: report it with this trace", failure);
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
        return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, detail(status)).entity();
    }

    /** Ignores a caller that went away in the middle of its request. */
    @ExceptionHandler
    void gone(IOException broken) {
        LOG.debug("A caller went away", broken);
    }

    static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 406, 415 -> "This media type is not supported; requests and responses are JSON.";
            default ->
                Problem.failed(status) ? "Something failed here; it is in the log." : "The request cannot be read.";
        };
    }
}
