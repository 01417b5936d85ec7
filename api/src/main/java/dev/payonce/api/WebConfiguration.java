package dev.payonce.api;

import dev.payonce.api.access.ConcurrencyLimits;
import dev.payonce.api.access.RateLimits;
import dev.payonce.api.access.Refusals;
import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.access.Tokens;
import dev.payonce.api.history.OpenWorkController;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.history.RunReader;
import dev.payonce.api.history.ShadowReportController;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.operations.DecisionController;
import dev.payonce.api.operations.WaitingController;
import dev.payonce.api.operations.WaitingList;
import dev.payonce.api.webhook.CallbackMetrics;
import dev.payonce.api.webhook.WebhookController;
import dev.payonce.api.webhook.WebhookService;
import dev.payonce.health.StoreStatus;
import dev.payonce.ledger.OpenWork;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.shadow.ShadowReport;
import dev.payonce.temporal.Deadlines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** The HTTP side, in the order in which a request meets it. */
@Configuration(proxyBeanMethods = false)
@Import(ErrorHandler.class)
class WebConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return tomcat -> {
            tomcat.setProtocol(SlowClientProtocol.class.getName());
            tomcat.addEngineValves(new UnreadBodyValve());
            tomcat.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
        };
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIds() {
        return first(new RequestIdFilter(), 0);
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodies() {
        return first(new BodyFilter(), 1);
    }

    /** Places a filter before Spring's own, for both dispatches of a request; {@link BodyFilter} has the reason. */
    private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int place) {
        FilterRegistrationBean<F> bean = new FilterRegistrationBean<>(filter);
        bean.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        bean.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        bean.setAsyncSupported(true);
        return bean;
    }

    @Bean
    Refusals refusals(MeterRegistry meters) {
        return new Refusals(meters, System::nanoTime);
    }

    @Bean
    ConcurrencyLimits concurrency(ApiSettings settings, MeterRegistry meters) {
        ConcurrencyLimits limits = new ConcurrencyLimits(settings.requestsAtOnce(), ApiLimits.REQUESTS_AT_ONCE);
        Gauge.builder("payonce.requests.underway", limits, ConcurrencyLimits::underWay)
                .description("Requests with a token that are under way; each keeps a thread")
                .register(meters);
        return limits;
    }

    @Bean
    FilterRegistrationBean<TokenFilter> tokens(ApiSettings settings, ConcurrencyLimits limits, Refusals refusals) {
        return first(
                new TokenFilter(
                        new Tokens(settings.tokens(), settings.tokenFile(), System::nanoTime),
                        new RateLimits(settings.requestsPerSecond(), System::nanoTime),
                        limits,
                        refusals),
                2);
    }

    @Bean
    FilterRegistrationBean<ShadowModeFilter> noRequestsInShadowMode(ApiSettings settings) {
        FilterRegistrationBean<ShadowModeFilter> filter = first(new ShadowModeFilter(), 4);
        filter.setEnabled(settings.installation().store().shadow());
        return filter;
    }

    @Bean
    FilterRegistrationBean<StoreFilter> servedStore(StoreStatus store) {
        return first(new StoreFilter(store), 3);
    }

    @Bean
    FilterRegistrationBean<LeavingFilter> noCharges(ApiSettings settings) {
        FilterRegistrationBean<LeavingFilter> filter = first(new LeavingFilter(), 5);
        filter.setEnabled(settings.leaving());
        return filter;
    }

    @Bean
    FilterRegistrationBean<QueryFilter> queries() {
        return first(new QueryFilter(), 6);
    }

    @Bean
    OpenWorkController openWork(OpenWork work, ApiSettings settings) {
        return new OpenWorkController(work, settings.leaving());
    }

    /** Shows the kind as the status itself, since readiness shows no details. */
    @Bean
    HealthIndicator storeHealthIndicator(StoreStatus store) {
        return () -> {
            StoreStatus.Status status = store.status();
            return status.kind() == StoreStatus.Kind.SERVED
                    ? Health.up().build()
                    : Health.status(new Status("STORE_" + status.kind().name()))
                            .withDetail("why", status.why())
                            .build();
        };
    }

    @Bean
    CodecController codec(ApiSettings settings) {
        return new CodecController(settings.installation().temporal().keys());
    }

    @Bean
    FilterRegistrationBean<CodecOriginFilter> codecOrigin(ApiSettings settings) {
        return first(new CodecOriginFilter(settings.codecOrigin()), 1);
    }

    @Bean
    LastAnswers lastAnswers(Deadlines deadlines) {
        return new LastAnswers(deadlines);
    }

    @Bean
    CallbackMetrics callbackMetrics(WebhookService intake, MeterRegistry meters) {
        return new CallbackMetrics(meters, intake.accounts());
    }

    @Bean
    ShadowReportController observations(
            Optional<ShadowReport> comparisons, CallbackMetrics callbacks, ApiSettings settings) {
        return new ShadowReportController(
                comparisons.filter(_ -> settings.installation().store().shadow()), callbacks);
    }

    @Bean
    WebhookController webhooks(WebhookService intake, CallbackMetrics metrics, Refusals refusals) {
        return new WebhookController(intake, metrics, refusals);
    }

    @Bean
    PaymentController payments(PaymentHistory timelines, RunReader runs, ApiSettings settings) {
        StoreSettings store = settings.installation().store();
        return new PaymentController(timelines, runs, store.store(), store.shadow());
    }

    @Bean
    WaitingController operations(WaitingList waiting, ApiSettings settings) {
        return new WaitingController(waiting, settings.installation().store().instance(), InstantSource.system());
    }

    @Bean
    DecisionController decisionsOfOperators(
            DecisionController.Decisions decisions, PaymentHistory timelines, ApiSettings settings) {
        return new DecisionController(
                decisions, timelines, settings.installation().store().store());
    }

    @Bean
    RequestController requests(
            IdempotentRequests once,
            ShopperActions actions,
            Deadlines deadlines,
            WebhookService intake,
            MeterRegistry meters,
            ApiSettings settings) {
        return new RequestController(
                once,
                new RequestParser(intake.accounts()),
                actions,
                deadlines,
                meters,
                settings.installation().store().store());
    }

    @Bean
    OpenApiController description() throws IOException {
        return new OpenApiController();
    }
}
