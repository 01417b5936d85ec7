/** Manual reviews: cases that rules must not decide. */
@NullMarked
package dev.payonce.review;

import org.jspecify.annotations.NullMarked;
