package dev.payonce.servers;

/** The state of one connection in the texts that a hold waits for. */
final class HoldProgress {

    private final Hold hold;
    private int said;
    private long from;

    /** @param from the position from which texts count */
    HoldProgress(Hold hold, long from) {
        this.hold = hold;
        this.from = from;
    }

    /** Finds the last text once all texts have come and this occurrence is the one to hold; -1 otherwise. */
    long advance(Transcript transcript) {
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
