package dev.payonce.mysql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real names of tables: {@code {payonce_x}} is in the ledger's own schema, {@code {x}} in the store's with its prefix,
 * and {@code {plugin_x}} is the companion plugin's table {@code payonce_x} in the store's.
 */
public final class TableNames {

    private static final Pattern NAMED = Pattern.compile("\\{([a-z_]+)}");

    private final String prefix;
    private final String ledger;

    public TableNames(StoreSettings settings) {
        this.prefix = settings.prefix();
        this.ledger = settings.ledger();
    }

    /** Puts a name for {@code {wc_orders}} or {@code {payonce_ledger}}. The settings allow no back-quote in names. */
    public String sql(String statement) {
        return NAMED.matcher(statement).replaceAll(named -> Matcher.quoteReplacement(table(named.group(1))));
    }

    private String table(String name) {
        if (name.startsWith("payonce_")) {
            return "`" + ledger + "`.`" + name + "`";
        }
        return "`" + prefix + name.replaceFirst("^plugin_", "payonce_") + "`";
    }
}
