package dev.payonce.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A converter of a version to come, with fields in every object that this one does not know. Read as by this one. */
final class NewerPayloadConverter {

    /** Theirs are not an object's fields but a map's keys. */
    private static final List<String> MAPS = List.of("results", "readings");

    private NewerPayloadConverter() {}

    /** @param deployed whether the version to come writes now */
    static DataConverter converter(BooleanSupplier deployed) {
        return DefaultDataConverter.newDefaultInstance().withPayloadConverterOverrides(new Talkative(deployed));
    }

    private static final class Talkative extends JacksonJsonPayloadConverter {

        private final BooleanSupplier deployed;

        Talkative(BooleanSupplier deployed) {
            super(PayloadConverter.JSON);
            this.deployed = deployed;
        }

        @Override
        public Optional<Payload> toData(Object value) {
            return super.toData(value).map(payload -> deployed.getAsBoolean() ? more(payload) : payload);
        }

        private static Payload more(Payload payload) {
            try {
                JsonNode all = PayloadConverter.JSON.readTree(payload.getData().toByteArray());
                more(all, false);
                return payload.toBuilder()
                        .setData(ByteString.copyFrom(PayloadConverter.JSON.writeValueAsBytes(all)))
                        .build();
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        private static void more(JsonNode node, boolean map) {
            node.properties().forEach(field -> more(field.getValue(), MAPS.contains(field.getKey())));
            if (node.isArray()) {
                node.forEach(each -> more(each, false));
            }
            if (node instanceof ObjectNode object && !map) {
                object.putObject("sinceTheNextVersion").putArray("of").add("much");
            }
        }
    }
}
