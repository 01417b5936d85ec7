package dev.payonce.api.page;

import dev.payonce.api.access.Scope;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.history.PaymentReader;
import dev.payonce.api.history.PaymentReader.Reading;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.operations.DecisionController;
import dev.payonce.api.operations.DecisionParser;
import dev.payonce.api.operations.DecisionTaker;
import dev.payonce.api.operations.DecisionTaker.Taken;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.temporal.TemporalRuns.Run;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The controller of one payment's page. Its decisions and refreshes go the way of the HTTP API's, by the same objects; it
 * has no way of its own to money.
 */
@RestController
final class OrderPageController {

    private final PaymentReader payments;
    private final DecisionTaker decisions;
    private final Refreshes refreshes;
    private final OperatorRequests requests;
    private final Pages pages;
    private final PageSettings settings;

    OrderPageController(
            PaymentReader payments,
            DecisionTaker decisions,
            Refreshes refreshes,
            OperatorRequests requests,
            Pages pages,
            PageSettings settings) {
        this.payments = payments;
        this.decisions = decisions;
        this.refreshes = refreshes;
        this.requests = requests;
        this.pages = pages;
        this.settings = settings;
    }

    @GetMapping("/operations/orders/{order}")
    ResponseEntity<byte[]> show(
            HttpServletRequest request,
            @PathVariable("order") String number,
            @RequestParam(name = "done", defaultValue = "") String done) {
        return known(number, order -> page(HttpStatus.OK, request, order, Notice.done(done), Draft.NONE));
    }

    @PostMapping("/operations/orders/{order}/decisions")
    ResponseEntity<byte[]> decide(HttpServletRequest request, @PathVariable("order") String number) {
        return filled(request, number, (order, form) -> {
            Taken taken = decisions.take(
                    order,
                    DecisionParser.decision(
                            form.json(DecisionParser.FIELDS, List.of("review", "operation")),
                            Session.in(request).name()));
            return decided(request, order, taken, Draft.of(form));
        });
    }

    /** The handling of a filled-in form about an order. */
    private interface Filled {
        ResponseEntity<byte[]> of(long order, FormFields form) throws InvalidRequest;
    }

    /** Handles a form; where a field of it is wrong, the page comes again with what was typed. */
    private ResponseEntity<byte[]> filled(HttpServletRequest request, String number, Filled handling) {
        FormFields form = FormFields.of(request);
        return known(number, order -> {
            try {
                return handling.of(order, form);
            } catch (InvalidRequest invalid) {
                return page(
                        HttpStatus.BAD_REQUEST,
                        request,
                        order,
                        Optional.of(Notice.bad("Nothing was done. " + invalid.getMessage())),
                        Draft.of(form));
            }
        });
    }

    private ResponseEntity<byte[]> decided(HttpServletRequest request, long order, Taken taken, Draft draft) {
        return switch (taken) {
            case Taken.Unknown() -> PaymentController.UNKNOWN.entity();
            case Taken.Away() -> page(HttpStatus.SERVICE_UNAVAILABLE, request, order, Optional.of(Notice.AWAY), draft);
            case Taken.Answered(DecisionResult.Applied()) -> back(order, "decided");
            case Taken.Answered(var result) ->
                page(
                        DecisionController.status(result),
                        request,
                        order,
                        Optional.of(Notice.of(result)),
                        result instanceof DecisionResult.NotOffered ? draft : Draft.NONE);
        };
    }

    @PostMapping({
        "/operations/orders/{order}/capture",
        "/operations/orders/{order}/cancel",
        "/operations/orders/{order}/refund"
    })
    ResponseEntity<byte[]> act(HttpServletRequest request, @PathVariable("order") String number) {
        String action =
                request.getRequestURI().substring(request.getRequestURI().lastIndexOf('/') + 1);
        return filled(request, number, (order, form) -> {
            Request asked =
                    MoneyAction.request(order, action, form, Session.in(request).name());
            if (!offered(order, action, form)) {
                return page(HttpStatus.CONFLICT, request, order, Optional.of(Notice.CHANGED), Draft.of(form));
            }
            Optional<PaymentResult> result = requests.ask(order, asked);
            return result.filter(PaymentResult::isFinal)
                    .filter(end -> !isRefused(end))
                    .map(_ -> back(order, "moved"))
                    .orElseGet(() -> page(
                            result.map(end -> end.isFinal() ? HttpStatus.CONFLICT : HttpStatus.ACCEPTED)
                                    .orElse(HttpStatus.SERVICE_UNAVAILABLE),
                            request,
                            order,
                            Optional.of(result.map(Notice::of).orElse(Notice.MONEY_AWAY)),
                            result.filter(OrderPageController::isRefused).isPresent()
                                    ? Draft.of(form).forAnother()
                                    : Draft.of(form)));
        });
    }

    private static boolean isRefused(PaymentResult end) {
        return end.is(PaymentResult.State.REFUSED) || end.is(PaymentResult.State.DECLINED);
    }

    /** Reports whether the page offers this action now, in the state that the form was rendered in. */
    private boolean offered(long order, String action, FormFields form) {
        return payments.read(order) instanceof Reading.Known(var timeline, var run)
                && view(timeline, run).actions().stream().anyMatch(each -> each.isOf(action, form));
    }

    private PaymentView view(Timeline timeline, Optional<Optional<Run>> run) {
        return PaymentView.of(
                timeline,
                run,
                settings.shadow(),
                settings.links(),
                settings.clock().instant());
    }

    @PostMapping("/operations/orders/{order}/refresh")
    ResponseEntity<byte[]> refresh(HttpServletRequest request, @PathVariable("order") String number) {
        return known(number, order -> {
            Optional<PaymentResult> now =
                    refreshes.refresh(order, Session.in(request).name());
            Optional<Notice> notice =
                    now.isEmpty() ? Optional.of(Notice.NOT_REFRESHED) : now.flatMap(Notice::ofRefresh);
            HttpStatus status = now.isEmpty() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.ACCEPTED;
            return notice.isEmpty() ? back(order, "refreshed") : page(status, request, order, notice, Draft.NONE);
        });
    }

    /** Returns the page of an order, with what was typed before. */
    ResponseEntity<byte[]> page(
            HttpStatus status, HttpServletRequest request, long order, Optional<Notice> notice, Draft draft) {
        return switch (payments.read(order)) {
            case Reading.Unknown() -> PaymentController.UNKNOWN.entity();
            case Reading.LedgerAway() -> PaymentController.LEDGER_AWAY.entity();
            case Reading.TemporalAway() -> PaymentController.TEMPORAL_AWAY.entity();
            case Reading.Known(var timeline, var run) -> {
                Session session = Session.in(request);
                Map<String, Object> model = new HashMap<>();
                model.put("payment", view(timeline, run));
                notice.ifPresent(known -> model.put("notice", known));
                model.put("draft", draft);
                model.put("mayDecide", session.may(Scope.DECIDE) && !settings.shadow());
                model.put("shadow", settings.shadow());
                yield pages.of(status, "order", request, model).entity();
            }
        };
    }

    private static ResponseEntity<byte[]> known(String number, LongFunction<ResponseEntity<byte[]>> page) {
        Optional<Long> order = OrderNumber.of(number);
        return order.isEmpty() ? PaymentController.UNKNOWN.entity() : page.apply(order.get());
    }

    /** Leads back to the page, so that a reload repeats nothing. */
    private static ResponseEntity<byte[]> back(long order, String done) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/operations/orders/" + order + "?done=" + done))
                .build();
    }
}
