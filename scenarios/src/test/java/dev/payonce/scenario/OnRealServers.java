package dev.payonce.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A test that asks for a {@link Shop} gets the one of this JVM, which starts with the first and closes after the last.
 * After each class the logs are looked through: a secret in them is that class's finding.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnRealServers.TheShop.class)
@Timeout(120)
@interface OnRealServers {

    /** The extension that provides the shop. */
    final class TheShop implements ParameterResolver, AfterAllCallback {

        private static final Namespace OURS = Namespace.create(OnRealServers.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Shop.class;
        }

        @Override
        public Shop resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, OURS)
                    .computeIfAbsent(Shop.class, _ -> Shop.open(), Shop.class);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            Shop shop = context.getStore(StoreScope.LAUNCHER_SESSION, OURS).get(Shop.class, Shop.class);
            if (shop != null) {
                shop.logs().holdNothingNew();
            }
        }
    }
}
