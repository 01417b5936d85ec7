package dev.payonce.sandbox.server;

/** How far one connection has come with what a hold waits for. */
final class Watch {

    private final Hold hold;
    private int said;
    private long from;

    /** @param from what was said before does not count */
    Watch(Hold hold, long from) {
        this.hold = hold;
        this.from = from;
    }

    /** Where the last text begins when all of them were said and this is the time that is meant; otherwise -1. */
    long look(Transcript transcript) {
        while (true) {
            String marker = hold.markers().get(said);
            long at = transcript.find(marker, from);
            if (at < 0) {
                from = Math.max(from, transcript.end() - marker.length() + 1);
                return -1;
            }
            from = at + marker.length();
            said++;
            if (said == hold.markers().size()) {
                said = 0;
                if (hold.isTheTime()) {
                    return at;
                }
            }
        }
    }
}
