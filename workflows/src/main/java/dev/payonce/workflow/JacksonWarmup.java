package dev.payonce.workflow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.gateway.Gateway;
import dev.payonce.ledger.Fact;
import dev.payonce.reconcile.Orders;
import dev.payonce.request.IdempotencyCache;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The warm-up of Jackson, which reads and writes every exchanged type before a worker takes its first task. Jackson
 * introspects each type once, under one lock. Fifty tasks that wait for a worker which has just started all need it at
 * once. On a busy machine the last one was taken for stuck.
 */
public final class JacksonWarmup {

    private static final List<Class<?>> CONTRACTS = List.of(
            PaymentWorkflow.class,
            CallbackWorkflow.class,
            CallbackReconciler.class,
            Gateway.class,
            Orders.class,
            IdempotencyCache.class,
            PaymentClient.class);
    private static final String OURS = "dev.payonce";

    private final ObjectMapper json;
    private final Set<JavaType> known = new HashSet<>();

    JacksonWarmup(ObjectMapper json) {
        this.json = json;
    }

    /** Takes about a second the first time, and no time again. */
    public static void run() {
        new JacksonWarmup(PayloadConverter.JSON).everything();
    }

    void everything() {
        learn(Fact.class); // Lines of the ledger.
        for (Class<?> contract : CONTRACTS) {
            for (Method method : contract.getMethods()) {
                learn(method.getGenericReturnType());
                List.of(method.getGenericParameterTypes()).forEach(this::learn);
            }
        }
    }

    private void learn(Type type) {
        learn(json.constructType(type));
    }

    private void learn(JavaType type) {
        if (type.isPrimitive() || !known.add(type)) {
            return;
        }
        type.getBindings().getTypeParameters().forEach(this::learn);
        Class<?> raw = type.getRawClass();
        if (!raw.getName().startsWith(OURS)) {
            return;
        }
        json.readerFor(type);
        json.writerFor(type);
        if (raw.isSealed()) {
            List.of(raw.getPermittedSubclasses()).forEach(this::learn);
        }
        if (raw.isRecord()) {
            for (RecordComponent component : raw.getRecordComponents()) {
                learn(component.getGenericType());
            }
        }
    }
}
