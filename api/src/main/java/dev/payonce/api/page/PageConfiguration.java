package dev.payonce.api.page;

import dev.payonce.api.access.ConcurrencyLimits;
import dev.payonce.api.access.RateLimits;
import dev.payonce.api.access.Refusals;
import dev.payonce.api.access.Tokens;
import dev.payonce.api.history.PaymentReader;
import dev.payonce.api.operations.DecisionTaker;
import dev.payonce.api.operations.HandledMoney;
import dev.payonce.api.operations.WaitingReader;
import dev.payonce.temporal.BulkRefreshes;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.ITemplateEngine;

/** The wiring of the operators' page. */
@Configuration(proxyBeanMethods = false)
public class PageConfiguration {

    @Bean
    Sessions pageSessions(PageSettings settings, Tokens tokens) {
        return new Sessions(settings.secrets(), tokens, settings.clock());
    }

    @Bean
    Pages pages(ITemplateEngine templates, Sessions sessions, PageSettings settings) {
        return new Pages(templates, sessions, settings.clock(), settings.store());
    }

    @Bean
    PageFilter pageFilter(
            Sessions sessions, RateLimits rates, ConcurrencyLimits limits, Refusals refusals, Pages pages) {
        return new PageFilter(sessions, rates, limits, refusals, pages);
    }

    @Bean
    ListPageController listPage(WaitingReader list, HandledMoney money, Pages pages, PageSettings settings) {
        return new ListPageController(list, money, pages, settings);
    }

    @Bean
    BulkPageController bulkPage(BulkRefreshes bulk, Pages pages) {
        return new BulkPageController(bulk, pages);
    }

    @Bean
    OrderPageController orderPage(
            PaymentReader payments,
            DecisionTaker decisions,
            Refreshes refreshes,
            OperatorRequests requests,
            Pages pages,
            PageSettings settings) {
        return new OrderPageController(payments, decisions, refreshes, requests, pages, settings);
    }

    @Bean
    LoginController loginPage(
            Tokens tokens, Sessions sessions, Pages pages, Refusals refusals, OrderPageController orders)
            throws IOException {
        return new LoginController(tokens, sessions, pages, refusals, orders);
    }
}
