package dev.payonce.review;

/**
 * What an operator decided.
 *
 * @param review its number
 * @param who as their own system names them
 * @param why in their own words, at most 1,000 characters; stays on record
 */
public record ReviewDecision(int review, ReviewAction action, String who, String why) {}
