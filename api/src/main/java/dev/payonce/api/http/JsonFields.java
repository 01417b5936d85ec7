package dev.payonce.api.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a body, read strictly: an unknown field may be a misspelt one, and a payment without it would be
 * another one than the caller wants.
 */
public final class JsonFields {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode fields;

    private JsonFields(JsonNode fields) {
        this.fields = fields;
    }

    /**
     * Reads a body's fields. A body without any may be left out, or be the {@code []} that PHP makes of an empty array.
     *
     * @param known the fields that there may be
     */
    public static JsonFields of(byte[] body, List<String> known) throws InvalidRequest {
        JsonNode fields = body.length == 0 ? JSON.createObjectNode() : read(body);
        if (fields.isArray() && fields.isEmpty()) {
            fields = JSON.createObjectNode();
        }
        if (!fields.isObject()) {
            throw new InvalidRequest("The body is not a JSON object.");
        }
        if (!known.containsAll(fields.propertyNames())) {
            throw new InvalidRequest(
                    known.isEmpty()
                            ? "This request has no fields."
                            : "The body has an unknown field; known are " + String.join(", ", known) + ".");
        }
        return new JsonFields(fields);
    }

    private static JsonNode read(byte[] body) throws InvalidRequest {
        try {
            return JSON.readTree(body);
        } catch (JacksonException unreadable) {
            throw new InvalidRequest("The body is not JSON, or names a field twice.");
        }
    }

    public Optional<Long> whole(String name, long from, long to) throws InvalidRequest {
        return field(
                        name,
                        value -> value.isIntegralNumber()
                                && value.canConvertToLong()
                                && value.longValue() >= from
                                && value.longValue() <= to,
                        "is a whole number from " + from + " to " + to)
                .map(JsonNode::longValue);
    }

    public Optional<Boolean> flag(String name) throws InvalidRequest {
        return field(name, JsonNode::isBoolean, "is true or false").map(JsonNode::booleanValue);
    }

    /** @param expected ends the sentence "The field ..." for a caller that sent something else */
    public Optional<String> text(String name, Predicate<String> holds, String expected) throws InvalidRequest {
        return field(name, value -> value.isString() && holds.test(value.stringValue()), expected)
                .map(JsonNode::stringValue);
    }

    public static <T> T required(String name, Optional<T> value) throws InvalidRequest {
        return value.orElseThrow(() -> new InvalidRequest(name, "is missing"));
    }

    private Optional<JsonNode> field(String name, Predicate<JsonNode> holds, String expected) throws InvalidRequest {
        Optional<JsonNode> value = Optional.ofNullable(fields.get(name));
        if (value.isPresent() && !holds.test(value.get())) {
            throw new InvalidRequest(name, expected);
        }
        return value;
    }
}
