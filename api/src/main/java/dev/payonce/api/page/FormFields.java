package dev.payonce.api.page;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a form as a browser sends it. Of a name that comes twice, the first value counts. */
final class FormFields {

    /** The name of the field that binds a form to its session. */
    static final String KEY = "form";

    private final Map<String, String> fields;

    private FormFields(Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    /** Reads the body of a request; one that is malformed has no fields. */
    static FormFields of(HttpServletRequest request) {
        Map<String, String> fields = new HashMap<>();
        if (RequestBody.of(request) instanceof RequestBody.Whole(var bytes)) {
            for (String part : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
                int is = part.indexOf('=');
                if (is > 0) {
                    fields.putIfAbsent(decoded(part.substring(0, is)), decoded(part.substring(is + 1)));
                }
            }
        }
        return new FormFields(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** Returns the field's value, or an empty text. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    private static Object bare(String value) {
        if (value.equals("true")) {
            return true;
        }
        return value.matches("[0-9]{1,9}") ? Integer.valueOf(value) : value;
    }

    /**
     * Returns these fields in the form in which the HTTP API takes them.
     *
     * @param bare the fields whose value is a number or a flag, and no text
     */
    JsonFields json(List<String> known, List<String> bare) throws InvalidRequest {
        Map<String, Object> json = new HashMap<>();
        for (String name : known) {
            String value = get(name);
            if (!value.isEmpty()) {
                json.put(name, bare.contains(name) ? bare(value) : value);
            }
        }
        return JsonFields.of(JsonMapper.shared().writeValueAsBytes(json), known);
    }
}
