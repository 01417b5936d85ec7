package dev.payonce.sandbox.installation;

import dev.payonce.servers.store.DatabaseUsers.Role;

/** The statements of worker and API at the store's database so far, by MySQL's own counters. */
public record Statements(long all, long commits) {

    public static Statements soFar(Installation all) {
        return all.store()
                .sql()
                .sql("""
                        SELECT SUM(COUNT_STAR) statements,
                               SUM(IF(EVENT_NAME = 'statement/sql/commit', COUNT_STAR, 0)) commits
                        FROM performance_schema.events_statements_summary_by_user_by_event_name
                        WHERE USER IN (?, ?) AND EVENT_NAME LIKE 'statement/sql/%'""")
                .params(Role.WORKER.user(), Role.API.user())
                .query((row, _) -> new Statements(row.getLong("statements"), row.getLong("commits")))
                .single();
    }

    public Statements minus(Statements earlier) {
        return new Statements(all - earlier.all, commits - earlier.commits);
    }
}
