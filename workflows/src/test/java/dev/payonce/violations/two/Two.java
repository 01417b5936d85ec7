package dev.payonce.violations.two;

import dev.payonce.violations.one.One;

/** Knows one, who knows two. */
public interface Two {
    One one();
}
