package io.gptload.gateway.web;

import io.gptload.client.store.jdbc.StaleVersionException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever goes wrong into the envelope. What is our fault is logged by its request id and not shown. */
@RestControllerAdvice
class ErrorAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    private final Messages messages;

    ErrorAdvice(Messages messages) {
        this.messages = messages;
    }

    @ExceptionHandler
    ResponseEntity<ApiError> refused(ApiException e) {
        return ResponseEntity.status(e.status()).body(e.rendered(messages));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unreadable(HttpMessageNotReadableException e) {
        return refused(JsonProblem.of(e));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> noNumber(MethodArgumentTypeMismatchException e) {
        return refused(ApiException.badRequest("error.bad_parameter", e.getName()));
    }

    @ExceptionHandler({MultipartException.class, MissingServletRequestPartException.class})
    ResponseEntity<ApiError> noUpload() {
        return refused(ApiException.badRequest("error.bad_upload"));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> badRequest(ServletRequestBindingException e) {
        return refused(ApiException.badRequest("error.bad_request", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> noJson(HttpMediaTypeNotSupportedException e) {
        return refused(ApiException.invalidJson("invalid_json.no_body"));
    }

    @ExceptionHandler({
        NoResourceFoundException.class,
        NoHandlerFoundException.class,
        HttpRequestMethodNotSupportedException.class
    })
    ResponseEntity<NotFound> nothingHere() {
        return ResponseEntity.status(404).body(NotFound.HERE);
    }

    @ExceptionHandler
    ResponseEntity<ApiError> changedMeanwhile(StaleVersionException e) {
        return refused(new ApiException(409, "CONFLICT", "error.changed_meanwhile"));
    }

    @ExceptionHandler({ClientAbortException.class, AsyncRequestNotUsableException.class})
    void clientIsGone() {
        // there is nobody to tell
    }

    @ExceptionHandler
    ResponseEntity<ApiError> database(DataAccessException e, HttpServletRequest request, HttpServletResponse response) {
        return ours("DATABASE_ERROR", "error.database", e, request, response);
    }

    @ExceptionHandler
    ResponseEntity<ApiError> anythingElse(Exception e, HttpServletRequest request, HttpServletResponse response) {
        return ours("INTERNAL_SERVER_ERROR", "error.internal", e, request, response);
    }

    private ResponseEntity<ApiError> ours(
            String code, String messageId, Exception e, HttpServletRequest request, HttpServletResponse response) {
        String id = String.valueOf(response.getHeader(RequestIds.HEADER));
        LOG.error("{} {} failed, request {}", request.getMethod(), request.getServletPath(), id, e);
        return refused(new ApiException(500, code, messageId, id));
    }
}
