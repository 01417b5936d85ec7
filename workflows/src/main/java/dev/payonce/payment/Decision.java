package dev.payonce.payment;

/**
 * What an operator decided.
 *
 * @param question its number
 * @param who as their own system names them
 * @param why in their own words, at most 1,000 characters; stays on record
 */
public record Decision(int question, Choice choice, String who, String why) {}
