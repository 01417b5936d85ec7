package dev.payonce.servers.stripe.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The OpenAPI description that Stripe publishes of its API, as {@code scripts/fetch-stripe-description} brought it. An
 * object with named fields takes no other one here, so a misspelt field is found.
 */
public final class StripeDescription {

    private static final String NAME = "https://stripe.invalid/spec3.json";
    private static final String FILE = ".tools/stripe-spec3.json";

    /** Names the schema of a path's query, which is added to the description: there each parameter stands by itself. */
    private static final String QUERY = "x-payonce-query";

    /** Reads a reference when it is met: the description has 1,454 schemas, which lead to each other. */
    private static final SchemaValidatorsConfig LAZY =
            SchemaValidatorsConfig.builder().preloadJsonSchema(false).build();

    /** Parts of the description that say nothing of an object; the validator warns of each that it does not know. */
    private static final List<String> NO_RULES = List.of(
            "components",
            "info",
            "openapi",
            "paths",
            "security",
            "servers",
            "x-expandableFields",
            QUERY,
            "x-expansionResources",
            "x-resourceId",
            "x-stripeBypassValidation");

    private final JsonNode whole;
    private final JsonSchemaFactory schemas;
    private final Map<String, JsonSchema> known = new ConcurrentHashMap<>();

    private StripeDescription(Path file) {
        try {
            JsonNode read = new ObjectMapper().readTree(file.toFile());
            read.path("paths").forEach(path -> addQuery((ObjectNode) path));
            this.whole = closed(read);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Stripe's description cannot be read", unreadable);
        }
        JsonMetaSchema dialect = JsonMetaSchema.builder(OpenApi30.getInstance())
                .keywords(NO_RULES.stream().map(NonValidationKeyword::new).toList())
                .build();
        String text = whole.toString();
        this.schemas = new JsonSchemaFactory.Builder()
                .defaultMetaSchemaIri(dialect.getIri())
                .metaSchema(dialect)
                .schemaLoaders(loaders -> loaders.schemas(Map.of(NAME, text)))
                .build();
    }

    /** Returns the description; empty where it was not fetched. */
    public static Optional<StripeDescription> find() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(StripeDescription::new);
    }

    /** Returns what is wrong with an answer of Stripe to this request; nothing for a right one. */
    public List<String> wrongAnswer(String method, String path, int status, String body) throws IOException {
        String code = status < 400 ? "200" : "default";
        String at = template(path) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/" + code
                + "/content/application~1json/schema";
        return wrong("#/paths/" + at, new ObjectMapper().readTree(body));
    }

    /** Returns what is wrong with an object, such as {@code event}; nothing for a right one. */
    public List<String> wrongObject(String schema, JsonNode object) {
        return wrong("#/components/schemas/" + schema, object);
    }

    /** Returns what is wrong with the form of a request; nothing for a right one. */
    public List<String> wrongRequest(String path, String form) {
        String at = "#/paths/" + template(path) + "/post/requestBody/content/application~1x-www-form-urlencoded/schema";
        return wrong(at, FormReader.read(form, whole, whole.at(at.substring(1))));
    }

    /** Returns what is wrong with the query of a read; nothing for a right one. */
    public List<String> wrongQuery(String path, String query) {
        String at = "#/paths/" + template(path) + "/" + QUERY;
        return wrong(at, FormReader.read(query, whole, whole.at(at.substring(1))));
    }

    private List<String> wrong(String at, JsonNode value) {
        if (whole.at(at.substring(1)).isMissingNode()) {
            return List.of("Stripe describes no " + at);
        }
        JsonSchema schema = known.computeIfAbsent(at, it -> schemas.getSchema(SchemaLocation.of(NAME + it), LAZY));
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .map(message -> at.replaceFirst(".*/paths/", "") + " " + message)
                .sorted()
                .toList();
    }

    /** Returns the path of the description that a request's path is of, escaped for a JSON pointer. */
    private String template(String path) {
        return Stream.of(path, path.replaceFirst("/(pi|ch|re|du|dp|prv|issfr|evt|cus|acct)_[^/]+", "/{*}"))
                .flatMap(wanted -> names().filter(
                                name -> name.replaceFirst("\\{[a-z_]+}", "{*}").equals(wanted)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Stripe describes no " + path))
                .replace("~", "~0")
                .replace("/", "~1");
    }

    private Stream<String> names() {
        return whole.path("paths").properties().stream().map(Map.Entry::getKey);
    }

    private static void addQuery(ObjectNode path) {
        ObjectNode query = path.objectNode().put("type", "object");
        ObjectNode properties = query.putObject("properties");
        path.path("get").path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                properties.set(
                        parameter.path("name").asText(),
                        parameter.path("schema").deepCopy());
            }
        });
        path.set(QUERY, query);
    }

    /** Closes each object that names its fields, and lets a choice be null where it may be. */
    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            boolean named = object.path("properties").isObject()
                    && object.path("type").asText().equals("object");
            if (named && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            if (object.path("nullable").asBoolean() && object.path("anyOf") instanceof ArrayNode choices) {
                choices.addObject().putArray("enum").addNull(); // The validator knows a nullable type only.
            }
        }
        node.forEach(StripeDescription::closed);
        return node;
    }
}
