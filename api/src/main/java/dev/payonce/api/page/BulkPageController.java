package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.Problem;
import dev.payonce.api.operations.DecisionParser;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.temporal.BulkRefreshes;
import dev.payonce.temporal.BulkRefreshes.Filter;
import dev.payonce.temporal.BulkRefreshes.Progress;
import dev.payonce.temporal.BulkRefreshes.Started;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The controller of bulk refreshes: first the number of orders, then, once a reason is given, a job of Temporal with its
 * progress. The page reloads by itself until the job is over and none of its payments is stalled.
 */
@RestController
final class BulkPageController {

    private static final Logger LOG = LoggerFactory.getLogger(BulkPageController.class);
    private static final String RELOAD_AFTER = "2";

    private static final Problem AWAY = Problem.later(
                    "Temporal cannot be asked now. A refresh that was started goes on. Reload in ten seconds.")
            .code("temporal_away");

    private final BulkRefreshes bulk;
    private final Pages pages;

    BulkPageController(BulkRefreshes bulk, Pages pages) {
        this.bulk = bulk;
        this.pages = pages;
    }

    @GetMapping(PageRules.BULK)
    ResponseEntity<byte[]> ask(HttpServletRequest request, @RequestParam Map<String, String> query) {
        return asked(HttpStatus.OK, request, query, Optional.empty());
    }

    private ResponseEntity<byte[]> asked(
            HttpStatus status, HttpServletRequest request, Map<String, String> fields, Optional<Notice> notice) {
        try {
            Filter filter = filter(fields);
            long count = temporal(() -> bulk.count(filter));
            Map<String, Object> model = new HashMap<>();
            model.put("kind", fields.getOrDefault("kind", ""));
            model.put("code", filter.code().orElse(""));
            model.put("count", count);
            model.put("perSecond", BulkRefreshes.PER_SECOND);
            model.put("seconds", (count + BulkRefreshes.PER_SECOND - 1) / BulkRefreshes.PER_SECOND);
            model.put("job", UUID.randomUUID().toString().replace("-", ""));
            model.put("why", fields.getOrDefault("why", ""));
            notice.ifPresent(known -> model.put("notice", known));
            return pages.of(status, "bulk", request, model).entity();
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (Away away) {
            return AWAY.entity();
        }
    }

    /** The failure of Temporal to answer. */
    private static final class Away extends Exception {}

    private static <T> T temporal(Supplier<T> asked) throws Away {
        try {
            return asked.get();
        } catch (RuntimeException away) {
            LOG.warn(
                    "Temporal cannot be asked about a bulk refresh: {}. The operator got 503", LoggedFailure.why(away));
            throw new Away();
        }
    }

    /** Starts a job and leads to its progress. The form names the job, so a second press joins it. */
    @PostMapping(PageRules.BULK)
    ResponseEntity<byte[]> start(HttpServletRequest request) {
        FormFields form = FormFields.of(request);
        String job = form.get("job");
        String why = form.get("why").strip();
        Map<String, String> fields = Map.of("kind", form.get("kind"), "code", form.get("code"), "why", why);
        if (why.isEmpty() || why.length() > DecisionParser.LONGEST_WHY || !job.matches("[0-9a-f]{32}")) {
            return asked(
                    HttpStatus.BAD_REQUEST,
                    request,
                    fields,
                    Optional.of(Notice.bad("Nothing was refreshed: the reason is missing.")));
        }
        try {
            Filter filter = filter(fields);
            Started started =
                    temporal(() -> bulk.start(job, filter, Session.in(request).name(), why));
            return started == Started.RUNS
                    ? ResponseEntity.status(HttpStatus.SEE_OTHER)
                            .location(URI.create(ListView.href(
                                    PageRules.BULK + "/" + job,
                                    Map.of("kind", form.get("kind"), "code", form.get("code")))))
                            .build()
                    : asked(
                            HttpStatus.CONFLICT,
                            request,
                            fields,
                            Optional.of(
                                    Notice.bad("Nothing was refreshed: Temporal carries out another job. Wait for its"
                                            + " end, then press the button again.")));
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (Away away) {
            return AWAY.entity();
        }
    }

    @GetMapping(PageRules.BULK + "/{job}")
    ResponseEntity<byte[]> progress(
            HttpServletRequest request, @PathVariable("job") String job, @RequestParam Map<String, String> query) {
        Optional<Progress> known;
        long left = 0;
        try {
            known = temporal(() -> bulk.progress(job));
            if (query.getOrDefault("kind", "").equals("stalled")) {
                Filter filter = filter(query);
                left = temporal(() -> bulk.count(filter));
            }
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (Away away) {
            return AWAY.entity();
        }
        Progress now = known.orElseGet(() -> new Progress(0, 0, 0, false));
        ResponseEntity<byte[]> page = pages.of(
                        known.isPresent() ? HttpStatus.OK : HttpStatus.NOT_FOUND,
                        "progress",
                        request,
                        Map.of("known", known.isPresent(), "job", now, "over", now.done() + now.failed(), "left", left))
                .entity();
        return now.running() || (known.isPresent() && left > 0)
                ? ResponseEntity.status(page.getStatusCode())
                        .headers(page.getHeaders())
                        .header("Refresh", RELOAD_AFTER)
                        .body(page.getBody())
                : page;
    }

    private static Filter filter(Map<String, String> fields) throws InvalidRequest {
        PaymentSummary.Status status = switch (fields.getOrDefault("kind", "")) {
            case "stalled" -> PaymentSummary.Status.STALLED;
            case "review" -> PaymentSummary.Status.NEEDS_REVIEW;
            default -> throw new InvalidRequest("kind", "is stalled or review");
        };
        try {
            return new Filter(
                    status, Optional.of(fields.getOrDefault("code", "")).filter(code -> !code.isEmpty()));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequest("code", "has 1 to 64 letters, digits, dashes and underscores");
        }
    }
}
