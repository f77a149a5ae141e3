package io.gptload.gateway.ui.reference;

import io.gptload.gateway.admin.openapi.ApiDescription;
import io.gptload.gateway.ui.AdminPage;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows what the REST API offers. */
@AdminPage
class ApiReferencePage {

    private final ApiDescription description;

    ApiReferencePage(ApiDescription description) {
        this.description = description;
    }

    @GetMapping("/api-reference")
    String show(Model model) {
        model.addAttribute("reference", ApiReference.of(description.document()));
        return "api-reference";
    }
}
