package dev.payonce.sandbox.demo;

import java.util.List;

/**
 * The verdict on one promise of an invariant.
 *
 * @param invariant I1 to I8
 * @param violations a sentence each; the promise held if there is none
 * @param evidence the counts that it rests on
 */
record Verdict(String invariant, String promise, List<String> violations, String evidence) {

    Verdict {
        violations = List.copyOf(violations);
    }

    boolean held() {
        return violations.isEmpty();
    }
}
