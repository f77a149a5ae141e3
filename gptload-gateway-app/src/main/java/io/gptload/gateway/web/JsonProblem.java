package io.gptload.gateway.web;

import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says what is wrong with a body, without quoting it: it may hold keys. */
final class JsonProblem {

    private JsonProblem() {}

    static ApiException of(HttpMessageNotReadableException e) {
        String field = e.getCause() instanceof JacksonException problem ? path(problem) : "";
        if (!field.isEmpty() && !(e.getCause() instanceof UnexpectedEndOfInputException)) {
            return ApiException.invalidJson("invalid_json.field", field);
        }
        if (e.getCause() instanceof MismatchedInputException) {
            return ApiException.invalidJson("invalid_json.no_object");
        }
        if (e.getCause() instanceof JacksonException syntax && syntax.getLocation() != null) {
            return ApiException.invalidJson(
                    "invalid_json.syntax",
                    syntax.getLocation().getLineNr(),
                    syntax.getLocation().getColumnNr());
        }
        return ApiException.invalidJson("invalid_json.no_body");
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
