package dev.payonce.servers.stripe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Render;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.state.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The cursor pages of Stripe: newest first, filtered by creation, cut by a limit and by the id that a page starts
 * after.
 */
final class Page {

    private static final int LARGEST = 100;
    private static final int DEFAULT = 10;

    private Page() {}

    static <T> ObjectNode of(
            String url,
            String noun,
            Params params,
            List<T> newestFirst,
            Function<T, String> id,
            Function<T, Instant> created,
            Function<T, JsonNode> render) {
        List<T> some = newestFirst.stream()
                .filter(item -> within(params, created.apply(item).getEpochSecond()))
                .toList();
        int limit = limit(params);
        List<T> page;
        boolean more;
        if (params.one("ending_before").isPresent()) {
            int end = index(some, id, params.required("ending_before"), noun);
            int start = Math.max(0, end - limit);
            page = some.subList(start, end);
            more = start > 0;
        } else {
            int start = params.one("starting_after")
                    .map(after -> index(some, id, after, noun) + 1)
                    .orElse(0);
            int end = Math.min(some.size(), start + limit);
            page = some.subList(start, end);
            more = end < some.size();
        }
        return Render.list(url, page.stream().map(render).toList(), more);
    }

    private static int limit(Params params) {
        long limit = params.number("limit").orElse((long) DEFAULT);
        if (limit < 1 || limit > LARGEST) {
            throw Refusal.invalid("parameter_invalid_integer", "limit", "limit must be from 1 to " + LARGEST);
        }
        return (int) limit;
    }

    private static boolean within(Params params, long created) {
        return params.number("created").map(at -> created == at).orElse(true)
                && params.number("created[gte]").map(at -> created >= at).orElse(true)
                && params.number("created[gt]").map(at -> created > at).orElse(true)
                && params.number("created[lte]").map(at -> created <= at).orElse(true)
                && params.number("created[lt]").map(at -> created < at).orElse(true);
    }

    private static <T> int index(List<T> items, Function<T, String> id, String wanted, String noun) {
        return IntStream.range(0, items.size())
                .filter(i -> id.apply(items.get(i)).equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("starting_after", noun, wanted));
    }
}
