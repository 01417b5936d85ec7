package dev.payonce.temporal;

import com.google.protobuf.ByteString;
import dev.payonce.redis.CacheSeal;
import dev.payonce.request.Request;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.interceptors.Header;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The update seal of this installation on what it sends: a header with the seal of the workflow's ID, the update's name
 * and all that is asked, the caller included. Access to Temporal alone is not enough to make one:
 * the cache's secret makes it, which worker and API have in common. A copy of one is good for
 * the same update of the same order only, which is recorded once.
 */
public record UpdateSeal(CacheSeal seal) {

    private static final String HEADER = "payonce-seal";

    /** Adds the seal to an update's header: the digest alone, since a codec does not encrypt headers. */
    Header on(Header header, String workflow, String update, Object... arguments) {
        String whole = seal.seal(place(workflow, update), asked(arguments));
        ByteString digest = ByteString.copyFromUtf8(whole.substring(whole.lastIndexOf('.') + 1));
        return new Header(Stream.concat(
                        header.getValues().entrySet().stream(),
                        Stream.of(Map.entry(
                                HEADER, Payload.newBuilder().setData(digest).build())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, ours) -> ours)));
    }

    /** Reports whether this installation has sent the update. */
    public boolean proves(Header header, String workflow, String update, Object... arguments) {
        return Optional.ofNullable(header.getValues().get(HEADER))
                .map(found -> asked(arguments) + "." + found.getData().toStringUtf8())
                .flatMap(whole -> seal.open(place(workflow, update), whole))
                .isPresent();
    }

    private static String place(String workflow, String update) {
        return "update " + update + " of " + workflow;
    }

    /**
     * Returns what is asked, as a text that does not change from one release to the next. Each part has its length before it:
     * without that, a reason with a line break in it could pass for another caller's name.
     */
    private static String asked(Object... arguments) {
        return Stream.of(arguments)
                .map(argument -> argument instanceof Request request
                        ? Stream.of(request.key(), request.caller(), request.why(), request.asked())
                                .map(UpdateSeal::measured)
                                .collect(Collectors.joining())
                        : measured(String.valueOf(argument)))
                .collect(Collectors.joining());
    }

    private static String measured(String part) {
        return part.length() + ":" + part + "\n";
    }
}
