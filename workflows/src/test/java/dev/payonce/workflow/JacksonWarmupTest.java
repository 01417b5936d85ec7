package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class JacksonWarmupTest {

    private final List<String> foundOut = new ArrayList<>();

    /** A worker that had just started was taken for stuck while fifty tasks waited for what Jackson had yet to find out. */
    @Test
    void afterItNothingIsLeftToFindOut() throws Exception {
        ObjectMapper json = PayloadConverter.JSON.copy();
        json.registerModule(new SimpleModule().setDeserializerModifier(new BeanDeserializerModifier() {
            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                foundOut.add(bean.getBeanClass().getName());
                return deserializer;
            }
        }));
        new JacksonWarmup(json).everything();
        assertThat(foundOut).isNotEmpty();
        foundOut.clear();

        for (Arguments shape : Stream.of(new PayloadConverterTest(), new LedgerShapesTest())
                .flatMap(WireShapeContract::shapes)
                .toList()) {
            Class<?> type = (Class<?>) shape.get()[0];
            json.readValue(json.writerFor(type).writeValueAsString(shape.get()[1]), type);
        }

        assertThat(foundOut).isEmpty();
    }
}
