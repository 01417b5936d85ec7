package dev.payonce.request;

import dev.payonce.gateway.Callback;

class InMemoryIdempotencyCacheTest extends IdempotencyCacheContract {

    private final InMemoryIdempotencyCache results = new InMemoryIdempotencyCache();

    @Override
    protected IdempotencyCache results() {
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
