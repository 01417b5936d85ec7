package dev.payonce.payment;

class InMemoryResultsTest extends ResultsContract {

    private final InMemoryResults results = new InMemoryResults();

    @Override
    protected Results results() {
        return results;
    }

    @Override
    protected boolean applied(Callback callback) {
        return results.applied(callback);
    }

    @Override
    protected void takeAway() {
        results.away(true);
    }
}
