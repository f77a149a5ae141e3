package io.gptload.gateway.web;

import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says what is wrong with a body, without quoting it: it may hold keys. */
final class JsonProblem {

    private JsonProblem() {}

    static String describe(HttpMessageNotReadableException e) {
        String field = e.getCause() instanceof JacksonException problem ? path(problem) : "";
        if (!field.isEmpty() && !(e.getCause() instanceof UnexpectedEndOfInputException)) {
            return field + " is missing or of the wrong type";
        }
        if (e.getCause() instanceof MismatchedInputException) {
            return "a JSON object is expected";
        }
        if (e.getCause() instanceof JacksonException syntax && syntax.getLocation() != null) {
            return "line " + syntax.getLocation().getLineNr() + ", column "
                    + syntax.getLocation().getColumnNr() + " is not valid JSON";
        }
        return "a JSON body is required";
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
