package dev.payonce.sins.one;

import dev.payonce.sins.two.Two;

/** Knows two, who knows one. */
public interface One {
    Two two();
}
