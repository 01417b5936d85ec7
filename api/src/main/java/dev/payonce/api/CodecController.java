package dev.payonce.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import dev.payonce.settings.PayloadKey;
import dev.payonce.temporal.PayloadEncryption;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodecException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The codec server of Temporal's UI and CLI: it decrypts payloads for an operator whose token has the scope for it. It never
 * encrypts, since nothing but worker and API writes payloads.
 */
@RestController
final class CodecController {

    static final String ADDRESS = "/codec/decode";

    private static final Problem NO_KEYS = Problem.of(
                    HttpStatus.NOT_FOUND, "Payloads are not encrypted here; PAYONCE_PAYLOAD_KEYS has no key.")
            .code("no_payload_keys");
    private static final Problem UNREADABLE = Problem.of(
                    HttpStatus.BAD_REQUEST, "These are no payloads of this installation, or their key is gone.")
            .code("payloads_unreadable");

    private final Optional<PayloadEncryption> codec;

    CodecController(List<PayloadKey> keys) {
        codec = keys.isEmpty() ? Optional.empty() : Optional.of(new PayloadEncryption(keys));
    }

    @PostMapping(ADDRESS)
    ResponseEntity<byte[]> decode(HttpServletRequest request) throws IOException {
        if (codec.isEmpty()) {
            return NO_KEYS.entity();
        }
        return switch (RequestBody.of(request)) {
            case RequestBody.Refused(var problem) -> problem.entity();
            case RequestBody.Whole(var bytes) -> decode(codec.get(), bytes);
        };
    }

    private static ResponseEntity<byte[]> decode(PayloadEncryption keys, byte[] bytes) throws IOException {
        try {
            Payloads.Builder sent = Payloads.newBuilder();
            JsonFormat.parser().ignoringUnknownFields().merge(new String(bytes, StandardCharsets.UTF_8), sent);
            Payloads plain = Payloads.newBuilder()
                    .addAllPayloads(keys.decode(sent.getPayloadsList()))
                    .build();
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(JsonFormat.printer().print(plain).getBytes(StandardCharsets.UTF_8));
        } catch (InvalidProtocolBufferException | PayloadCodecException unreadable) {
            return UNREADABLE.entity();
        }
    }
}
