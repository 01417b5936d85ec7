package dev.payonce.api.cli;

/** The forms of an answer; their names are what an operator types. */
@SuppressWarnings("NamingConvention") // Typed in lower case, and shown so by the help.
enum Output {
    table,
    json,
    csv
}
