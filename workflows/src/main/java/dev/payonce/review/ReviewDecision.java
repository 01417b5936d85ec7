package dev.payonce.review;

/**
 * The decision of an operator about a review.
 *
 * @param review its number
 * @param who as their own system names them
 * @param why in their own words, at most 1,000 characters; stays on record
 */
public record ReviewDecision(int review, ReviewAction action, String who, String why) {}
