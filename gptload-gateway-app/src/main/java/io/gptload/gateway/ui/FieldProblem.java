package io.gptload.gateway.ui;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;

/**
 * What is wrong with what was typed into a field of a form.
 *
 * @param field the id of the field
 * @param typed what stands in it, to stay there
 * @param text what is wrong
 */
public record FieldProblem(String field, String typed, String text) {

    private static final int UNPROCESSABLE = 422;

    /** The part of a page that says it beside the field, for a form that is sent by htmx: nothing else of it is replaced. */
    public static String shown(String field, String text, HttpServletResponse response, Model model) {
        response.setStatus(UNPROCESSABLE);
        response.setHeader("HX-Retarget", "#" + field + "-error");
        response.setHeader("HX-Reswap", "outerHTML");
        model.addAttribute("field", field);
        model.addAttribute("text", text);
        return "parts :: field-error";
    }

    /** Whether it is that field's. */
    public boolean at(String id) {
        return field.equals(id);
    }

    /** What was typed may be a secret. */
    @Override
    public String toString() {
        return "FieldProblem[" + field + ": " + text + "]";
    }
}
