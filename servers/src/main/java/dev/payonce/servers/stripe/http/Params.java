package dev.payonce.servers.stripe.http;

import dev.payonce.servers.stripe.state.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form-encoded parameters as Stripe reads them, from a query or a body: {@code metadata[a]=1} is a map and {@code
 * expand[]=x}, also written {@code expand[0]=x}, is a list.
 */
public record Params(Map<String, List<String>> values) {

    public static Params of(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                String name = decode(key).replaceFirst("\\[\\d*]$", "[]");
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(decode(value));
            }
        }
        return new Params(values);
    }

    public Optional<String> one(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    public String required(String name) {
        return one(name)
                .orElseThrow(() -> Refusal.invalid("parameter_missing", name, "Missing required param: " + name + "."));
    }

    public Optional<Long> number(String name) {
        return one(name).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException notOne) {
                throw Refusal.invalid("parameter_invalid_integer", name, "Invalid integer: " + text);
            }
        });
    }

    /** Returns the flag; false when it is not there. */
    public boolean flag(String name) {
        return one(name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw Refusal.invalid("", name, "Invalid boolean: " + text);
                })
                .orElse(false);
    }

    /** Refuses other parameters, as Stripe does, so a misspelt one is noticed. */
    public Params only(Set<String> names) {
        for (String key : values.keySet()) {
            String name = key.replaceFirst("\\[.*", "");
            if (!names.contains(name)) {
                throw Refusal.invalid("parameter_unknown", key, "Received unknown parameter: " + key);
            }
        }
        return this;
    }

    public List<String> all(String name) {
        return values.getOrDefault(name + "[]", List.of());
    }

    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        String prefix = name + "[";
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.endsWith("]") && key.length() > prefix.length() + 1) {
                map.put(key.substring(prefix.length(), key.length() - 1), value.getLast());
            }
        });
        return map;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.invalid("", "", "Malformed percent-encoding");
        }
    }
}
