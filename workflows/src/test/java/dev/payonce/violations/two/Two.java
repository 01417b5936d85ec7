package dev.payonce.violations.two;

import dev.payonce.violations.one.One;

/** A type that knows {@code One}, which knows it in turn. */
public interface Two {
    One one();
}
