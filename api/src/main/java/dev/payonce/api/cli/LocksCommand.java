package dev.payonce.api.cli;

import dev.payonce.api.cli.LockHolders.Holder;
import dev.payonce.mysql.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that lists who holds the locks of orders, or kills one such connection, as the operator's own user of MySQL. */
@Command(
        name = "locks",
        description = "Lists the holders of orders' locks. It reads PAYONCE_DATABASE_URL, PAYONCE_DATABASE_USER and"
                + " PAYONCE_DATABASE_PASSWORD: the operator's user.")
final class LocksCommand implements Callable<Integer> {

    private static final List<String> NAMES =
            List.of("lock", "connection", "host", "user", "seconds", "command", "statement", "stale");

    private static final String RIGHT = "This user may not read locks. An administrator grants it: GRANT SELECT ON"
            + " performance_schema.metadata_locks TO 'payonce_operator'@'%'; GRANT SELECT ON performance_schema.threads TO"
            + " 'payonce_operator'@'%'";

    private static final String RIGHT_TO_KILL = "This user may not kill connections, or not record it. An administrator"
            + " runs deploy/mysql/users.sql and ledger.sql.";

    private static final List<Integer> DENIED = List.of(1142, 1143, 1044);
    private static final List<Integer> MAY_NOT_KILL = List.of(1095, 1146, 1227);
    private static final int IS_GONE = 1094;
    private static final int LONGEST_WHY = 1000;

    private final Map<String, String> environment;
    private final Screen screen;

    @Option(
            names = "--kill",
            paramLabel = "CONNECTION",
            description = "kills this connection of MySQL, if it holds an order's lock and runs no statement")
    private long kill;

    @Option(names = "--why", description = "stays on record with the user of MySQL")
    private String why = "";

    @Option(names = "--force", description = "kills a connection that still works")
    private boolean force;

    LocksCommand(Map<String, String> environment, Screen screen) {
        this.environment = Map.copyOf(environment);
        this.screen = screen;
    }

    @Override
    public Integer call() {
        String url = environment.getOrDefault("PAYONCE_DATABASE_URL", "");
        if (!url.startsWith("jdbc:mysql://")) {
            screen.notice("PAYONCE_DATABASE_URL is missing: jdbc:mysql://HOST/SCHEMA");
            return CommandLineTool.WRONG;
        }
        if (kill > 0 && (why.isBlank() || why.length() > LONGEST_WHY)) {
            screen.notice("--kill needs --why with at most " + LONGEST_WHY + " characters: it stays on record.");
            return CommandLineTool.WRONG;
        }
        if (!ledger().matches("[A-Za-z0-9_-]{1,55}")) {
            screen.notice("PAYONCE_LEDGER is no schema's name.");
            return CommandLineTool.WRONG;
        }
        DriverManager.setLoginTimeout(5);
        try (Connection database = DriverManager.getConnection(
                url,
                environment.getOrDefault("PAYONCE_DATABASE_USER", ""),
                environment.getOrDefault("PAYONCE_DATABASE_PASSWORD", ""))) {
            LockHolders holders = new LockHolders(database);
            return kill > 0 ? kill(holders) : list(holders.all());
        } catch (SQLException failed) {
            return failed(failed);
        }
    }

    private int list(List<Holder> holders) {
        screen.show(new Screen.Table(NAMES, holders.stream().map(Holder::row).toList()));
        return holders.stream().anyMatch(Holder::stale) ? CommandLineTool.NEEDED : CommandLineTool.DONE;
    }

    /** Kills a connection that holds an order's lock at this moment, and records it first. */
    private int kill(LockHolders holders) throws SQLException {
        Optional<Holder> holder = holders.ofOrder(kill, orderLock());
        if (holder.isEmpty()) {
            screen.notice("Connection " + kill + " holds no order's lock now, so it was left alone: payonce locks");
            return CommandLineTool.REFUSED;
        }
        if (!holder.get().stale() && !force) {
            screen.notice("Connection " + kill + " works on its order ("
                    + holder.get().command() + " for " + holder.get().seconds()
                    + " s), so it was left alone. Wait, or add --force.");
            return CommandLineTool.REFUSED;
        }
        holders.record(ledger(), holder.get(), why);
        holders.kill(kill);
        screen.notice("Killed and recorded. MySQL frees the lock with the connection.");
        screen.show(new Screen.Table(NAMES, List.of(holder.get().row())));
        return CommandLineTool.DONE;
    }

    private String ledger() {
        return environment.getOrDefault("PAYONCE_LEDGER", StoreSettings.LEDGER);
    }

    /** Returns the form of an order's lock of any store. */
    private Pattern orderLock() {
        String name = environment.getOrDefault("PAYONCE_LOCK_NAME", StoreSettings.LOCK_NAME);
        return Pattern.compile(
                Pattern.quote(name).replace("{order}", "\\E[0-9]+\\Q").replace("{store}", "\\E[a-z0-9~-]*\\Q"));
    }

    private int failed(SQLException failed) {
        int code = failed.getErrorCode();
        if (code == IS_GONE) {
            screen.notice("Connection " + kill + " has ended by itself.");
            return CommandLineTool.DONE;
        }
        if (kill > 0 && (MAY_NOT_KILL.contains(code) || DENIED.contains(code))) {
            screen.notice(RIGHT_TO_KILL + " (error " + code + ")");
            return CommandLineTool.REFUSED;
        }
        boolean denied = DENIED.contains(code);
        screen.notice(
                denied
                        ? RIGHT
                        : "MySQL does not answer (error " + code + "). Check PAYONCE_DATABASE_URL, user and password.");
        return denied ? CommandLineTool.REFUSED : CommandLineTool.AWAY;
    }
}
