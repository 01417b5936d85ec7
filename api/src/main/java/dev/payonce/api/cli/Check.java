package dev.payonce.api.cli;

/**
 * The result of one check.
 *
 * @param result well, FAULT, or not checked
 * @param remedy empty where all is well
 */
record Check(String name, String result, String says, String remedy) {

    private static final String FAULT = "FAULT";

    Check(String name, boolean well, String says, String remedy) {
        this(name, well ? "well" : FAULT, says, well ? "" : remedy);
    }

    /** Returns a check that could not be made, which is no fault. */
    static Check unknown(String name, String says, String remedy) {
        return new Check(name, "not checked", says, remedy);
    }

    boolean isFault() {
        return result.equals(FAULT);
    }
}
