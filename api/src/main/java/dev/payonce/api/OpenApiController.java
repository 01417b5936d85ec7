package dev.payonce.api;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API as OpenAPI describes it, and the page of its problems. Both say only what is in the source, so they are open. */
@RestController
final class OpenApiController {

    private static final MediaType MARKDOWN = MediaType.parseMediaType("text/markdown;charset=UTF-8");

    static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    private final byte[] openapi;
    private final byte[] problems;

    OpenApiController() throws IOException {
        openapi = resource("/openapi.yaml");
        problems = resource("/problems.md");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = OpenApiController.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException(name + " is not in the jar");
            }
            return file.readAllBytes();
        }
    }

    /** Answers with the page to which each problem's type leads. */
    @GetMapping("/problems")
    ResponseEntity<byte[]> problems() {
        return ResponseEntity.ok().contentType(MARKDOWN).body(problems);
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<byte[]> openapi() {
        return ResponseEntity.ok().contentType(YAML).body(openapi);
    }
}
