package dev.payonce.settings;

/** A value that no log, no message and no {@code toString} may show. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
