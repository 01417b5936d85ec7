package dev.payonce.servers.stripe.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reader of a form as the JSON that Stripe's description speaks of: brackets are objects and lists. */
final class FormReader {

    private static final Pattern PART = Pattern.compile("[^\\[\\]]+");

    private FormReader() {}

    /**
     * Reads a form.
     *
     * @param whole the description, for its references
     * @param schema what the form is described by: a number or a truth value is written as one where it is one
     */
    static JsonNode read(String form, JsonNode whole, JsonNode schema) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String pair : form.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            put(json, names(decoded(parts[0])), decoded(parts.length > 1 ? parts[1] : ""), whole, schema);
        }
        return json;
    }

    /** Returns the parts of a name; {@code []} at its end is the next item of a list, an empty part. */
    private static List<String> names(String key) {
        Stream<String> parts = PART.matcher(key).results().map(MatchResult::group);
        return (key.endsWith("[]") ? Stream.concat(parts, Stream.of("")) : parts).toList();
    }

    private static void put(ObjectNode into, List<String> names, String value, JsonNode whole, JsonNode schema) {
        ObjectNode here = into;
        JsonNode described = schema;
        List<String> left = new ArrayList<>(names);
        while (left.size() > 1) {
            String name = left.removeFirst();
            described = field(described, name, whole);
            if (left.getFirst().matches("\\d*")) {
                here.withArray("/" + name).add(value);
                return;
            }
            here = here.withObject("/" + name.replace("~", "~0").replace("/", "~1"));
        }
        String name = left.getFirst();
        JsonNode last = field(described, name, whole);
        switch (kind(last)) {
            case "integer" -> here.put(name, Long.parseLong(value));
            case "boolean" -> here.put(name, Boolean.parseBoolean(value));
            default -> here.put(name, value);
        }
    }

    private static JsonNode field(JsonNode schema, String name, JsonNode whole) {
        JsonNode at = resolved(schema, whole);
        if (at.path("properties").has(name)) {
            return resolved(at.path("properties").path(name), whole);
        }
        for (JsonNode choice : at.path("anyOf")) {
            if (resolved(choice, whole).path("properties").has(name)) {
                return resolved(resolved(choice, whole).path("properties").path(name), whole);
            }
        }
        return at.path("additionalProperties");
    }

    private static String kind(JsonNode schema) {
        if (schema.has("type")) {
            return schema.path("type").asText();
        }
        for (JsonNode choice : schema.path("anyOf")) {
            if (!choice.path("type").asText().equals("string") || !choice.has("enum")) {
                return choice.path("type").asText();
            }
        }
        return "string";
    }

    private static JsonNode resolved(JsonNode schema, JsonNode whole) {
        return schema.has("$ref") ? whole.at(schema.path("$ref").asText().substring(1)) : schema;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
