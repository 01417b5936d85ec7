/** The workflows, what they are called on the wire, and how their payloads are written. */
@NullMarked
package dev.payonce.workflow;

import org.jspecify.annotations.NullMarked;
