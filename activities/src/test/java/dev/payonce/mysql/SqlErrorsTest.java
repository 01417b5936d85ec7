package dev.payonce.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;

class SqlErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "1205, 40001, transient, row-lock-timeout",
        "3572, HY000, transient, row-lock-timeout",
        "1213, 40001, transient, deadlock",
        "3058, HY000, transient, lock-deadlock",
        "1062, 23000, transient, collision",
        "1317, 70100, transient, interrupted",
        "1290, HY000, transient, read-only",
        "1836, HY000, transient, read-only",
        "1040, 08004, transient, too-many-connections",
        "1053, 08S01, transient, mysql-away",
        "0, 08S01, transient, mysql-away",
        "1114, HY000, transient, mysql-1114",
        "1049, 42000, refused, no-schema",
        "1146, 42S02, refused, no-table",
        "1054, 42S22, refused, no-column",
        "1045, 28000, refused, mysql-denied",
        "1235, 42000, refused, lock-unsupported",
        "3057, 42000, refused, lock-name",
        "1406, 22001, refused, mysql-value",
        "1064, 42000, refused, mysql-1064"
    })
    void everyCodeHasItsResult(int code, String state, String type, String name) {
        ApplicationFailure failure = SqlErrors.of(new SQLException("Duplicate entry 'secret'", state, code));

        assertThat(failure.getType()).isEqualTo(type);
        assertThat(failure.isNonRetryable()).isEqualTo(type.equals(Failures.NON_RETRYABLE));
        assertThat(FailureDetails.code(failure)).isEqualTo(name);
        assertThat(failure.getOriginalMessage())
                .contains(Integer.toString(code))
                .doesNotContain("secret");
    }

    @Test
    void theServersErrorIsFoundBelowThePoolsOwnTimeOut() {
        SQLException denied = new SQLException("Access denied", "28000", 1045);
        Exception pool = new SQLTransientConnectionException("Connection is not available", null, 0, denied);

        assertThat(FailureDetails.code(SqlErrors.of(new DataAccessResourceFailureException("wrapped", pool))))
                .isEqualTo("mysql-denied");
    }

    @Test
    void aPoolWithoutAFreeConnectionIsTransient() {
        ApplicationFailure failure = SqlErrors.of(new SQLTransientConnectionException("Connection is not available"));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
    }

    @Test
    void aClassifiedErrorKeepsItsClass() {
        ApplicationFailure decided = Failures.nonRetryable("site-differs", "moved", null);

        assertThat(SqlErrors.of(decided)).isSameAs(decided);
    }
}
