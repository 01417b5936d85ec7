package dev.payonce.sandbox.shop;

import com.sun.net.httpserver.HttpExchange;

/** The parameters of a request's address; of their values, only the characters that ids have. */
final class QueryText {

    private QueryText() {}

    /** Returns a parameter's value; empty for a missing one. */
    static String value(HttpExchange exchange, String name) {
        for (String pair : String.valueOf(exchange.getRequestURI().getQuery()).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1).replaceAll("[^A-Za-z0-9_]", "");
            }
        }
        return "";
    }
}
