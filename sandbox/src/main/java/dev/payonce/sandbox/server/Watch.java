package dev.payonce.sandbox.server;

/** The progress of one connection towards a hold's texts. */
final class Watch {

    private final Hold hold;
    private int said;
    private long from;

    /** @param from what was said before does not count */
    Watch(Hold hold, long from) {
        this.hold = hold;
        this.from = from;
    }

    /**
     * Returns the start of the last text when all of them occurred and this is the time that is meant; otherwise -1.
     */
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
