package dev.payonce.violations.one;

import dev.payonce.violations.two.Two;

/** Knows two, who knows one. */
public interface One {
    Two two();
}
