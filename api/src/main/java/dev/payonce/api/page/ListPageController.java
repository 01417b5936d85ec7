package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.access.Scope;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.operations.HandledController;
import dev.payonce.api.operations.HandledMoney;
import dev.payonce.api.operations.WaitingFilter;
import dev.payonce.api.operations.WaitingPage;
import dev.payonce.api.operations.WaitingReader;
import dev.payonce.mysql.ledger.HandledPayment;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The controller of the first screen: counts with ages, then the list. It reads the list as the HTTP API does. */
@RestController
final class ListPageController {

    private static final Logger LOG = LoggerFactory.getLogger(ListPageController.class);

    private final WaitingReader list;
    private final HandledMoney money;
    private final PageSettings settings;
    private final Pages pages;
    private final InstantSource clock;

    ListPageController(WaitingReader list, HandledMoney money, Pages pages, PageSettings settings) {
        this.list = list;
        this.money = money;
        this.settings = settings;
        this.pages = pages;
        this.clock = settings.clock();
    }

    @GetMapping(PageRules.HOME)
    ResponseEntity<byte[]> list(HttpServletRequest request, @RequestParam Map<String, String> query) {
        try {
            Map<String, String> filled = filled(query);
            filled.remove("done");
            WaitingFilter filter = WaitingFilter.of(filled);
            return of(HttpStatus.OK, request, filled, filter, Notice.done(query.getOrDefault("done", "")));
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (RuntimeException away) {
            return away(away);
        }
    }

    /** Marks money as handled, and leads back to the list, so that a reload repeats nothing. */
    @PostMapping(PageRules.HANDLED)
    ResponseEntity<byte[]> handled(HttpServletRequest request) {
        FormFields form = FormFields.of(request);
        try {
            Optional<HandledPayment.Result> result = money.handle(HandledMoney.parse(
                    form.json(HandledMoney.FIELDS, List.of("disputed")),
                    Session.in(request).name()));
            return result.filter(HandledPayment.Result.Recorded.class::isInstance)
                    .<ResponseEntity<byte[]>>map(_ -> ResponseEntity.status(HttpStatus.SEE_OTHER)
                            .location(URI.create(PageRules.HOME + "?kind=unassigned&done=handled"))
                            .build())
                    .orElseGet(() -> again(
                            result.map(HandledController::status).orElse(HttpStatus.SERVICE_UNAVAILABLE),
                            request,
                            Notice.of(result)));
        } catch (InvalidRequest invalid) {
            return again(HttpStatus.BAD_REQUEST, request, Notice.bad("Nothing was done. " + invalid.getMessage()));
        }
    }

    private ResponseEntity<byte[]> again(HttpStatus status, HttpServletRequest request, Notice notice) {
        try {
            return of(status, request, Map.of(), WaitingFilter.ALL, Optional.of(notice));
        } catch (RuntimeException away) {
            return away(away);
        }
    }

    private ResponseEntity<byte[]> of(
            HttpStatus status,
            HttpServletRequest request,
            Map<String, String> query,
            WaitingFilter filter,
            Optional<Notice> notice) {
        Instant now = clock.instant();
        WaitingReader.Found found = list.found(WaitingFilter.ALL);
        WaitingPage page = list.page(found, filter);
        Map<String, Object> model = new HashMap<>();
        model.put("total", found.rows().size());
        model.put("counts", ListView.counts(found, now));
        model.put("temporal", page.temporal());
        model.put("shop", page.shop());
        model.put("whole", page.whole());
        model.put("count", page.count());
        model.put(
                "rows",
                page.rows().stream()
                        .map(row -> ListView.row(row, page.ofSameShopper(row) - 1, now))
                        .toList());
        model.put("kinds", ListView.TITLES);
        model.put("query", query);
        model.put("filtered", !filter.equals(WaitingFilter.ALL));
        model.put("csv", ListView.href("/operations/list.csv", query));
        model.put("previous", filter.page() == 1 ? "" : page(query, filter.page() - 1));
        model.put("next", page.next() == null ? "" : page(query, page.next()));
        model.put("page", filter.page());
        model.put("mayDecide", Session.in(request).may(Scope.DECIDE) && !settings.shadow());
        String kind = query.getOrDefault("kind", "stalled");
        boolean some = found.rows().stream().anyMatch(row -> row.kind().equals(kind));
        model.put(
                "bulk",
                some && !kind.equals("unassigned") && Session.in(request).may(Scope.OPERATE)
                        ? ListView.href(PageRules.BULK, Map.of("kind", kind, "code", query.getOrDefault("code", "")))
                        : "");
        model.put(
                "bulkName",
                kind.equals("stalled") ? "Refresh stalled payments\u2026" : "Refresh orders in review\u2026");
        notice.ifPresent(known -> model.put("notice", known));
        return pages.of(status, "list", request, model).entity();
    }

    private static String page(Map<String, String> query, int number) {
        Map<String, String> other = new HashMap<>(query);
        other.put("page", Integer.toString(number));
        return ListView.href(PageRules.HOME, other);
    }

    /** Leaves out what a form sends for a filter that was not filled in. */
    private static Map<String, String> filled(Map<String, String> query) {
        Map<String, String> filled = new HashMap<>(query);
        filled.values().removeIf(String::isEmpty);
        return filled;
    }

    @GetMapping("/operations/list.csv")
    ResponseEntity<byte[]> csv(@RequestParam Map<String, String> query) {
        try {
            return list.all(WaitingFilter.of(filled(query))).csv();
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (RuntimeException away) {
            return away(away);
        }
    }

    private static ResponseEntity<byte[]> away(RuntimeException away) {
        LOG.warn("The ledger cannot be read: {}. The operator got 503; check MySQL", LoggedFailure.why(away));
        return PaymentController.LEDGER_AWAY.entity();
    }

    /** Leads to one order's page. */
    @GetMapping("/operations/orders")
    ResponseEntity<byte[]> order(@RequestParam(name = "order", defaultValue = "") String number) {
        Optional<Long> order = OrderNumber.of(number.strip());
        return order.isEmpty()
                ? new InvalidRequest("order", "is an order's number, such as 1001")
                        .problem()
                        .entity()
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create("/operations/orders/" + order.get()))
                        .build();
    }
}
