package dev.payonce.sins.two;

import dev.payonce.sins.one.One;

/** Knows one, who knows two. */
public interface Two {
    One one();
}
