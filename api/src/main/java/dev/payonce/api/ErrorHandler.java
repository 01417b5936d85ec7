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

/** Whatever no controller answered becomes a problem here. What went wrong inside is told to the log only. */
@RestControllerAdvice
final class ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

    /** What Spring refuses by itself: no such address, method or media type. Its headers ({@code Allow}) are kept. */
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

    /** The caller went away in the middle of its request: there is nobody to answer, and nothing is wrong here. */
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
