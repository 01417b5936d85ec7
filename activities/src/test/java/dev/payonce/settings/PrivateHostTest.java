package dev.payonce.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateHostTest {

    /** {@code 1.2.3.4.5} once ended the start with a stack trace. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true, true",
        "::1, true, true",
        "localhost, true, true",
        "10.0.0.7, false, true",
        "192.168.1.1, false, true",
        "fd00::1, false, true",
        "db, false, true",
        "temporal.internal, false, true",
        "8.8.8.8, false, false",
        "2001:db8::1, false, false",
        "db.example, false, false",
        "1.2.3.4.5, false, false",
        "127.0.0.1.1, false, false",
        "256.1.1.1, false, false",
        "..., false, false",
        "a:b, false, false",
        "fd00::x, false, false"
    })
    void aHostIsJudgedByItsNameAlone(String host, boolean loopback, boolean isPrivate) {
        assertThat(PrivateHost.isLoopback(host)).isEqualTo(loopback);
        assertThat(PrivateHost.is(host)).isEqualTo(isPrivate);
    }
}
