package dev.payonce.api;

import dev.payonce.api.access.ConcurrencyLimits;
import dev.payonce.api.access.RateLimits;
import dev.payonce.api.access.Refusals;
import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.access.Tokens;
import dev.payonce.api.history.OpenWorkController;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.history.PaymentReader;
import dev.payonce.api.history.RunReader;
import dev.payonce.api.history.ShadowReportController;
import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.operations.DecisionController;
import dev.payonce.api.operations.DecisionTaker;
import dev.payonce.api.operations.HandledController;
import dev.payonce.api.operations.HandledMoney;
import dev.payonce.api.operations.SweepController;
import dev.payonce.api.operations.WaitingController;
import dev.payonce.api.operations.WaitingList;
import dev.payonce.api.operations.WaitingReader;
import dev.payonce.api.page.OperatorRequests;
import dev.payonce.api.page.PageConfiguration;
import dev.payonce.api.page.PageFilter;
import dev.payonce.api.page.PageSettings;
import dev.payonce.api.page.Refreshes;
import dev.payonce.api.webhook.CallbackMetrics;
import dev.payonce.api.webhook.WebhookController;
import dev.payonce.api.webhook.WebhookService;
import dev.payonce.health.StoreStatus;
import dev.payonce.ledger.OpenWork;
import dev.payonce.ledger.PaymentHistory;
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
@Import({ErrorHandler.class, PageConfiguration.class})
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
    Tokens tokens(ApiSettings settings) {
        return new Tokens(settings.tokens(), settings.tokenFile(), System::nanoTime);
    }

    @Bean
    RateLimits rateLimits(ApiSettings settings) {
        return new RateLimits(settings.requestsPerSecond(), System::nanoTime);
    }

    @Bean
    ConcurrencyLimits concurrency(ApiSettings settings, Refusals refusals, MeterRegistry meters) {
        ConcurrencyLimits limits =
                new ConcurrencyLimits(settings.requestsAtOnce(), ApiLimits.REQUESTS_AT_ONCE, refusals);
        Gauge.builder("payonce.requests.underway", limits, ConcurrencyLimits::underWay)
                .description("Requests with a token that are under way; each keeps a thread")
                .register(meters);
        return limits;
    }

    @Bean
    FilterRegistrationBean<TokenFilter> bearers(
            Tokens tokens, RateLimits rates, ConcurrencyLimits limits, Refusals refusals) {
        return first(new TokenFilter(tokens, rates, limits, refusals), 2);
    }

    @Bean
    FilterRegistrationBean<PageFilter> sessionsOfPage(PageFilter filter) {
        return first(filter, 3);
    }

    @Bean
    FilterRegistrationBean<ShadowModeFilter> noRequestsInShadowMode(ApiSettings settings) {
        FilterRegistrationBean<ShadowModeFilter> filter = first(new ShadowModeFilter(), 5);
        filter.setEnabled(settings.installation().store().shadow());
        return filter;
    }

    @Bean
    FilterRegistrationBean<StoreFilter> servedStore(StoreStatus store) {
        return first(new StoreFilter(store), 4);
    }

    @Bean
    FilterRegistrationBean<LeavingFilter> noCharges(ApiSettings settings) {
        FilterRegistrationBean<LeavingFilter> filter = first(new LeavingFilter(), 6);
        filter.setEnabled(settings.leaving());
        return filter;
    }

    @Bean
    FilterRegistrationBean<QueryFilter> queries() {
        return first(new QueryFilter(), 7);
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
    PaymentReader paymentReader(PaymentHistory timelines, RunReader runs, ApiSettings settings) {
        return new PaymentReader(
                timelines, runs, settings.installation().store().store());
    }

    @Bean
    PaymentController payments(PaymentReader reader, ApiSettings settings) {
        return new PaymentController(reader, settings.installation().store().shadow());
    }

    @Bean
    WaitingReader waitingReader(WaitingList waiting, ApiSettings settings) {
        return new WaitingReader(waiting, settings.installation().store().instance(), InstantSource.system());
    }

    @Bean
    WaitingController operations(WaitingReader waiting) {
        return new WaitingController(waiting);
    }

    @Bean
    DecisionTaker decisionTaker(DecisionTaker.Decisions decisions, PaymentHistory timelines, ApiSettings settings) {
        return new DecisionTaker(
                decisions, timelines, settings.installation().store().store());
    }

    @Bean
    DecisionController decisionsOfOperators(DecisionTaker taker) {
        return new DecisionController(taker);
    }

    @Bean
    HandledMoney handledMoney(HandledMoney.Records records) {
        return new HandledMoney(records);
    }

    @Bean
    HandledController moneyHandledOutside(HandledMoney money) {
        return new HandledController(money);
    }

    @Bean
    SweepController sweepByHand(SweepController.Sweeps sweeps) {
        return new SweepController(sweeps);
    }

    @Bean
    PageSettings pageSettings(ApiSettings settings) {
        return settings.page(InstantSource.system());
    }

    @Bean
    Refreshes refreshes(RequestController requests) {
        return requests::refresh;
    }

    @Bean
    OperatorRequests operatorRequests(RequestController requests) {
        return requests::ask;
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
