package dev.payonce.violations.one;

import dev.payonce.violations.two.Two;

/** A type that knows {@code Two}, which knows it in turn. */
public interface One {
    Two two();
}
