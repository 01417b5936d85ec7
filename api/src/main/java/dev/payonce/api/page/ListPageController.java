package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.operations.WaitingFilter;
import dev.payonce.api.operations.WaitingPage;
import dev.payonce.api.operations.WaitingReader;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The controller of the first screen: counts with ages, then the list. It reads the list as the HTTP API does. */
@RestController
final class ListPageController {

    private static final Logger LOG = LoggerFactory.getLogger(ListPageController.class);

    private final WaitingReader list;
    private final Pages pages;
    private final InstantSource clock;

    ListPageController(WaitingReader list, Pages pages, InstantSource clock) {
        this.list = list;
        this.pages = pages;
        this.clock = clock;
    }

    @GetMapping(PageRules.HOME)
    ResponseEntity<byte[]> list(HttpServletRequest request, @RequestParam Map<String, String> query) {
        try {
            Map<String, String> filled = filled(query);
            WaitingFilter filter = WaitingFilter.of(filled);
            return of(request, filled, filter);
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (RuntimeException away) {
            return away(away);
        }
    }

    private ResponseEntity<byte[]> of(HttpServletRequest request, Map<String, String> query, WaitingFilter filter) {
        Instant now = clock.instant();
        WaitingReader.Found found = list.found(WaitingFilter.ALL);
        WaitingPage page = list.page(found, filter);
        Map<String, Object> model = new HashMap<>();
        model.put("total", found.rows().size());
        model.put("counts", ListView.counts(found, now));
        model.put("temporal", page.temporal());
        model.put("whole", page.whole());
        model.put("count", page.count());
        model.put(
                "rows", page.rows().stream().map(row -> ListView.row(row, now)).toList());
        model.put("query", query);
        model.put("filtered", !filter.equals(WaitingFilter.ALL));
        model.put("csv", ListView.href("/operations/list.csv", query));
        model.put("previous", filter.page() == 1 ? "" : page(query, filter.page() - 1));
        model.put("next", page.next() == null ? "" : page(query, page.next()));
        model.put("page", filter.page());
        return pages.of(HttpStatus.OK, "list", request, model).entity();
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
            return list.read(WaitingFilter.of(filled(query))).csv();
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
