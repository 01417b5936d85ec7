package dev.payonce.api;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API as OpenAPI describes it. It says nothing that is not in the source, so it is open. */
@RestController
final class OpenApiController {

    static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    private final byte[] openapi;

    OpenApiController() throws IOException {
        try (InputStream file = OpenApiController.class.getResourceAsStream("/openapi.yaml")) {
            if (file == null) {
                throw new IOException("openapi.yaml is not in the jar");
            }
            openapi = file.readAllBytes();
        }
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<byte[]> openapi() {
        return ResponseEntity.ok().contentType(YAML).body(openapi);
    }
}
