package dev.payonce.api;

import dev.payonce.api.http.Problem;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The handler that turns all other failures into problems. Only the log has their internal causes. */
@RestControllerAdvice
final class ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

    /** Answers Spring's own refusals: no such address, method or media type. Its headers ({@code Allow}) are kept. */
    @ExceptionHandler
    ResponseEntity<byte[]> refused(Exception failure) {
        if (failure instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return new Problem(
                            known.getStatusCode(), detail(known.getStatusCode().value()), known.getHeaders())
                    .entity();
        }
        LOG.error("A request could not be answered", failure);
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
        return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, detail(status)).entity();
    }

    /** Ignores a caller that went away in the middle of its request; nothing is wrong here. */
    @ExceptionHandler
    void gone(IOException broken) {
        LOG.debug("A caller went away", broken);
    }

    static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 406, 415 -> "This media type is not spoken here.";
            default -> status < 500 ? "The request cannot be read." : "Something failed here; it is in the log.";
        };
    }
}
