package dev.payonce.payment;

import java.time.Instant;

/**
 * One line of an order's ledger.
 *
 * @param name unique within the order, so that what it stands for happens once: {@code paid},
 *     {@code payment:pi_1#2=captured}, {@code refund:re_1#1=done}, {@code question:1}
 */
public record Entry(String name, Fact fact, Instant at) {}
