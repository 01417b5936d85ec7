package dev.payonce.settings;

/** A value that no log, message or {@code toString} shows. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
