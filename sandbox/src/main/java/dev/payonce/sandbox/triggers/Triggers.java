package dev.payonce.sandbox.triggers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.gateway.stripe.webhook.StripeEvents;
import dev.payonce.servers.Command;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.description.StripeDescription;
import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Exchange.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The triggers of Stripe's command-line program for the events that Payonce takes, played one after another. */
final class Triggers {

    private static final String AGENT = "stripe-cli";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CliProgram cli;
    private final StripeSimulator stripe;
    private final String key;
    private final Optional<StripeDescription> description;
    private final List<Exchanged> exchanges = new CopyOnWriteArrayList<>();

    private record Exchanged(Request request, Reply reply) {}

    /**
     * Makes them.
     *
     * @param description Stripe's own, which each answer and event is compared with where it was fetched; the program's own
     *     requests are not, since one of them names a kind of transfer that the description does not know
     */
    Triggers(CliProgram cli, StripeSimulator stripe, String key, Optional<StripeDescription> description) {
        this.cli = cli;
        this.stripe = stripe;
        this.key = key;
        this.description = description;
        stripe.observe(this::observe);
    }

    /** Keeps what the program asks; the worker asks, too, once it has an event. */
    private void observe(Request request, Reply reply) {
        if (request.header("user-agent").filter(agent -> agent.contains(AGENT)).isPresent()) {
            exchanges.add(new Exchanged(request, reply));
        }
    }

    /** Lists the types of events that Payonce takes and that the program has a trigger for. */
    List<String> names() throws IOException {
        List<String> known = cli.triggers();
        return StripeEvents.types().stream().filter(known::contains).toList();
    }

    /** Plays one, and gives each of its events to the receiver, which returns true for one that it took. */
    TriggerResult play(String name, Predicate<Event> receiver) throws IOException {
        exchanges.clear();
        int before = stripe.events().all().size();
        Command done = cli.trigger(name, stripe.baseUrl(), key);
        List<Event> events = stripe.events().all();
        List<Event> made = events.subList(before, events.size());
        List<String> wrong = new ArrayList<>(described(made));
        if (done.exitCode() != 0 || !done.output().contains("Trigger succeeded")) {
            wrong.add("exit code " + done.exitCode() + ": " + done.output().strip());
        }
        return new TriggerResult(
                name,
                exchanges.stream().map(Triggers::line).toList(),
                made.stream().map(Event::type).toList(),
                made.stream().filter(receiver).map(Event::type).toList(),
                wrong);
    }

    private static String line(Exchanged one) {
        return one.request().method() + " "
                + one.request().path().replaceAll("/([a-z]+)_[A-Za-z0-9]{12,}", "/$1_…") + " "
                + one.reply().status();
    }

    private List<String> described(List<Event> events) throws IOException {
        List<String> wrong = new ArrayList<>();
        if (description.isPresent()) {
            for (Exchanged each : exchanges) {
                wrong.addAll(described(description.get(), each));
            }
            for (Event event : events) {
                wrong.addAll(described(description.get(), event));
            }
        }
        return wrong;
    }

    private static List<String> described(StripeDescription description, Exchanged one) throws IOException {
        return description.wrongAnswer(
                one.request().method(),
                one.request().path(),
                one.reply().status(),
                one.reply().body());
    }

    private static List<String> described(StripeDescription description, Event event) throws JsonProcessingException {
        return description.wrongObject("event", JSON.readTree(event.json()));
    }
}
