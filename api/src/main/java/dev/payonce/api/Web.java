package dev.payonce.api;

import dev.payonce.payment.Comparisons;
import dev.payonce.payment.Stories;
import dev.payonce.temporal.Deadlines;
import dev.payonce.woocommerce.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** The HTTP side, in the order in which a request meets it. */
@Configuration(proxyBeanMethods = false)
@Import(Edge.class)
class Web {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    @Bean
    FilterRegistrationBean<TokenFilter> tokens(Settings settings) {
        FilterRegistrationBean<TokenFilter> filter =
                new FilterRegistrationBean<>(new TokenFilter(new StoreTokens(settings.tokens())));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<ObserveFilter> noWishes(Settings settings) {
        FilterRegistrationBean<ObserveFilter> filter = new FilterRegistrationBean<>(new ObserveFilter());
        filter.setEnabled(settings.installation().store().observed());
        return filter;
    }

    @Bean
    ObservationController observations(Optional<Comparisons> comparisons, Settings settings) {
        return new ObservationController(
                comparisons.filter(_ -> settings.installation().store().observed()));
    }

    @Bean
    WebhookController webhooks(Intake intake, MeterRegistry meters) {
        return new WebhookController(intake, new Callbacks(meters, intake.accounts()));
    }

    @Bean
    PaymentController payments(Stories stories, Settings settings) {
        StoreSettings store = settings.installation().store();
        return new PaymentController(stories, store.store(), store.observed());
    }

    @Bean
    RequestController requests(
            Once once, Actions actions, Deadlines deadlines, Intake intake, MeterRegistry meters, Settings settings) {
        return new RequestController(
                once,
                new Wishes(intake.accounts()),
                actions,
                deadlines,
                meters,
                settings.installation().store().store());
    }

    @Bean
    Description description() throws IOException {
        return new Description();
    }
}
