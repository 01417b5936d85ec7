package dev.payonce.sandbox.demo;

import java.util.List;

/**
 * Whether an invariant held.
 *
 * @param invariant its number in the design, I1 to I8
 * @param violations each in a sentence; none is good
 * @param evidence what was counted
 */
record Verdict(String invariant, String promise, List<String> violations, String evidence) {

    Verdict {
        violations = List.copyOf(violations);
    }

    boolean held() {
        return violations.isEmpty();
    }
}
