package dev.payonce.shadow;

/**
 * The coverage of shadow mode: the shop's own paid orders of a span, by what Payonce saw of them. It starts from the shop, so an
 * installation that sees nothing cannot look like agreement.
 *
 * @param paid orders that the shop has as paid
 * @param seen those with a captured payment in Payonce's ledger
 * @param withoutId those of the others that record no gateway's payment: cash, a transfer, another gateway
 * @param otherSites addresses other than the shop's that callbacks have named
 */
public record ShadowCoverage(int paid, int seen, int withoutId, int otherSites) {

    /** Returns the number of orders that a gateway was paid for and of which Payonce saw nothing. */
    public int unseen() {
        return paid - seen - withoutId;
    }
}
