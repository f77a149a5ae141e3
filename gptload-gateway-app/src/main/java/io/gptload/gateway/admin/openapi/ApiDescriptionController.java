package io.gptload.gateway.admin.openapi;

import io.gptload.gateway.web.OpenToAll;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the description of the API. It tells nothing that the repository does not. */
@RestController
@OpenToAll
class ApiDescriptionController {

    private final ApiDescription description;

    ApiDescriptionController(ApiDescription description) {
        this.description = description;
    }

    @GetMapping("/api/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(description.bytes());
    }
}
