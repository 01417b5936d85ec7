package dev.payonce.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A client's connection through a {@link FaultProxy}, and its twin to the server. */
final class ProxiedConnection implements Hold.Held {

    private static final int CHUNK_BYTES = 16_384;

    private final Gate gate;
    private final List<Hold> holds;
    private final Consumer<ProxiedConnection> gone;
    private final Socket client;
    private final Socket server;
    private final Flow requests;
    private final Flow replies;
    private final Speech speech;
    private final Transcript transcript = new Transcript();
    private final Map<Hold, HoldProgress> progress = new HashMap<>();

    /**
     * @param holds the holds of the proxy that still wait for their request
     * @param gone is informed when the connection is over
     */
    ProxiedConnection(
            Gate gate,
            List<Hold> holds,
            Consumer<ProxiedConnection> gone,
            Socket client,
            Socket server,
            Speech speech) {
        this.gate = gate;
        this.holds = holds;
        this.gone = gone;
        this.client = client;
        this.server = server;
        this.speech = speech;
        this.requests = new Flow(server);
        this.replies = new Flow(client);
    }

    void start() {
        Thread.ofVirtual().name("proxy-requests").start(this::requests);
        Thread.ofVirtual().name("proxy-replies").start(this::replies);
    }

    @Override
    public void reset() {
        gone.accept(this);
        Sockets.reset(client);
        Sockets.reset(server);
    }

    /** Stops all requests of the client from now on. */
    void stopRequests(Hold hold) {
        if (hold.stops(this)) {
            requests.stop(hold);
        }
    }

    @Override
    public void release(Hold hold) {
        try {
            requests.release(hold);
            replies.release(hold);
        } catch (IOException broken) {
            reset();
        }
    }

    private void requests() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = client.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                gate.pass();
                // Looked for before the request goes on: its reply may be faster than we are.
                requests.pass(chunk, passed(chunk, length), length);
            }
            requests.end();
        } catch (IOException broken) {
            goneClient();
        }
    }

    /** Counts the bytes that were passed on before a hold stopped the rest. */
    private int passed(byte[] chunk, int length) throws IOException {
        String said = speech.hear(chunk, length);
        progress.keySet().retainAll(holds);
        if (holds.isEmpty()) {
            return 0;
        }
        long begin = transcript.end();
        transcript.add(said);
        int passed = 0;
        for (Hold hold : List.copyOf(holds)) {
            long at = progress.computeIfAbsent(hold, it -> new HoldProgress(it, begin))
                    .advance(transcript);
            if (at < 0) {
                continue;
            }
            holds.remove(hold);
            if (!hold.stops(this)) {
                continue;
            }
            if (hold.side() == Hold.Side.REPLY) {
                replies.stopAtNext(hold);
                continue;
            }
            int until = speech.isVerbatim() ? (int) Math.max(passed, at - begin) : passed;
            requests.pass(chunk, passed, until);
            passed = until;
            requests.stop(hold);
            hold.hasStopped();
        }
        return passed;
    }

    private void replies() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = server.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                Set<Hold> come = replies.come();
                gate.pass();
                reply(chunk, length);
                come.forEach(Hold::hasStopped);
            }
        } catch (IOException broken) {
            reset();
            return;
        }
        // The server has closed; no one reads a further request.
        gone.accept(this);
        Sockets.close(client);
        Sockets.close(server);
    }

    private void reply(byte[] chunk, int length) {
        try {
            replies.pass(chunk, 0, length);
        } catch (IOException broken) {
            goneClient();
        }
    }

    /** Keeps a held request of a client that is gone, so that it can be let go later. */
    private void goneClient() {
        try {
            if (requests.isHeld()) {
                requests.end();
                return;
            }
        } catch (IOException serverIsGoneToo) {
            // Falls through.
        }
        reset();
    }
}
