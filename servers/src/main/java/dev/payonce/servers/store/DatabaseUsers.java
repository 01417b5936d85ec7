package dev.payonce.servers.store;

import dev.payonce.servers.MySqlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database users of an installation, created by the scripts that an administrator runs. All have the password of the
 * server's own application user.
 */
public final class DatabaseUsers {

    private static final int NO_SUCH_TABLE = 1146;

    private final MySqlServer server;
    private final Path scripts;
    private final JdbcClient sql;

    /** A program or a person with a user of its own. */
    public enum Role {
        WORKER,
        API,
        SHADOW,
        MIGRATION,
        OPERATOR;

        /** Returns the name of its user. */
        public String user() {
            return "payonce_" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param scripts the folder {@code deploy/mysql} */
    public DatabaseUsers(MySqlServer server, Path scripts) {
        this.server = server;
        this.scripts = scripts;
        this.sql = JdbcClient.create(server.administration(""));
    }

    /**
     * Creates the users where they are missing, and unlocks them. They get their rights on the store, on its companion
     * plugin where that is there, and on the schemas of its ledgers.
     */
    public void grant(Store store, String ledger) {
        UnaryOperator<String> names = statement -> renamed(ofStore(statement, store), ledger);
        run("users.sql", names);
        run("store.sql", names);
        if (hasPlugin(store)) {
            run("plugin.sql", names);
        }
        for (Role role : Role.values()) {
            sql.sql("ALTER USER '" + role.user() + "'@'%' IDENTIFIED BY '" + server.password() + "' ACCOUNT UNLOCK")
                    .update();
        }
    }

    /** Grants API and operators their rights on the tables of a ledger, once they are there. */
    public void grantTables(String ledger) {
        run("ledger.sql", statement -> renamed(statement, ledger));
    }

    private boolean hasPlugin(Store store) {
        return sql.sql("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?")
                        .params(store.schema(), store.table("payonce_effect"))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void run(String script, UnaryOperator<String> names) {
        for (String statement : statements(script)) {
            try {
                sql.sql(names.apply(statement)).update();
            } catch (BadSqlGrammarException failed) {
                // A shop that keeps its orders among its posts may lack tables; an administrator leaves the line out.
                if (!(failed.getCause() instanceof SQLException cause) || cause.getErrorCode() != NO_SUCH_TABLE) {
                    throw failed;
                }
            }
        }
    }

    private List<String> statements(String script) {
        try {
            String text = Files.readString(scripts.resolve(script)).replaceAll("(?m)^--.*$", "");
            return List.of(text.split(";", -1)).stream()
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Replaces the names as the scripts say: the shop's schema and prefix. */
    private static String ofStore(String statement, Store store) {
        return statement.replaceAll("\\bwordpress\\.", store.schema() + ".").replaceAll("\\.wp_", "." + store.prefix());
    }

    /** Replaces the names of the ledgers' schemas. */
    private static String renamed(String statement, String ledger) {
        return statement
                .replaceAll("\\bpayonce(_shadow)?\\.", ledger + "$1.")
                .replaceAll("EXISTS payonce(_shadow)?$", "EXISTS " + ledger + "$1");
    }
}
