package dev.payonce.workflow;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/**
 * The converter of everything durable: payloads in histories, and facts in the ledger. Plain JSON; unknown properties
 * are ignored and a list or a map that is missing is empty, so that two versions can run side by side.
 */
public final class PayloadConverter {

    /** For facts in the ledger; the same as for payloads. Safe for use by many threads. */
    public static final ObjectMapper JSON = mapper();

    private PayloadConverter() {}

    public static DataConverter converter() {
        return DefaultDataConverter.newDefaultInstance().withPayloadConverterOverrides(new Lenient(JSON));
    }

    private static ObjectMapper mapper() {
        ObjectMapper json = JacksonJsonPayloadConverter.newDefaultObjectMapper();
        json.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        json.configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false);
        json.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        json.configOverride(Map.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        json.setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);
        return json;
    }

    /**
     * A signal whose argument is not the string that it should be would be dropped by the SDK with an error in a log.
     * This hands the raw JSON over instead, and the workflow keeps and shows what it cannot read.
     */
    private static final class Lenient extends JacksonJsonPayloadConverter {

        private final ObjectMapper json;

        Lenient(ObjectMapper json) {
            super(json);
            this.json = json;
        }

        @Override
        public <T> T fromData(Payload content, Class<T> valueClass, Type valueType) throws DataConverterException {
            if (valueClass != String.class) {
                return super.fromData(content, valueClass, valueType);
            }
            return valueClass.cast(text(content.getData().toByteArray()));
        }

        private String text(byte[] raw) {
            try {
                JsonNode node = json.readTree(raw);
                return node.isTextual() ? node.textValue() : node.toString();
            } catch (IOException notJson) {
                return new String(raw, java.nio.charset.StandardCharsets.UTF_8);
            }
        }
    }
}
