package dev.payonce.mysql;

import dev.payonce.order.OrderId;
import java.util.Optional;

/**
 * The settings of a store: its name, its tables and ledger, and how its orders are locked.
 *
 * @param store the store's name; empty where one installation serves one store
 * @param prefix of WooCommerce's tables, for instance {@code wp_}
 * @param ledger schema of Payonce's own tables, on the same server
 * @param lockName with {@code {order}} and perhaps {@code {store}} in it; names are server-wide
 * @param effects the program that moves an order
 */
public record StoreSettings(String store, String prefix, String ledger, Lock lock, String lockName, Effects effects) {

    /** MySQL's own limit, which MariaDB does not have. */
    private static final int LONGEST_NAME = 64;

    /**
     * The kind of lock; {@code ROW} is for servers that refuse advisory locks (Galera): the order's row and the
     * ledger's keys suffice.
     */
    public enum Lock {
        ADVISORY,
        ROW
    }

    /**
     * The program that moves an order. PLUGIN: PHP alone, by WooCommerce's own functions. SQL: Payonce, and neither stock nor
     * mails follow. FOUND: the plugin if its tables are in the store, otherwise SQL. NONE: no program does, in shadow mode.
     */
    public enum Effects {
        FOUND,
        PLUGIN,
        SQL,
        NONE
    }

    /**
     * The changes that an operator accepts; each holds the new value, so that it accepts this one change and no other.
     *
     * @param site {@code PAYONCE_ACCEPT_SITE}, an address
     * @param mode {@code PAYONCE_ACCEPT_MODE}, {@code live} or {@code test}
     * @param tables {@code PAYONCE_ACCEPT_TABLES}, {@code schema.prefix}
     * @param account {@code PAYONCE_ACCEPT_ACCOUNT}, a gateway's id of an account
     * @param effects {@code PAYONCE_ACCEPT_EFFECTS}, {@code plugin} or {@code sql}
     */
    public record Accepted(
            Optional<String> site,
            Optional<String> mode,
            Optional<String> tables,
            Optional<String> account,
            Optional<String> effects) {
        public static final Accepted NOTHING =
                new Accepted(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static final String LEDGER = "payonce";
    public static final String PREFIX = "wp_";

    /** No store's own name has this character. */
    private static final String SHADOW = "~shadow";

    /** The name that PHP code in the field already takes. */
    public static final String LOCK_NAME = "order_payment_lock_{order}";

    public StoreSettings {
        if (!prefix.matches("[A-Za-z0-9_]{0,40}")) {
            throw new IllegalArgumentException(
                    "PAYONCE_TABLE_PREFIX cannot be used: it has only letters, digits and _");
        }
        if (!ledger.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "PAYONCE_LEDGER cannot be used: a schema's name of letters, digits, - and _");
        }
        if (!lockName.contains("{order}")
                || !lockName.replace("{order}", "").replace("{store}", "").matches("[a-z0-9_.:-]*")) {
            throw new IllegalArgumentException(
                    "PAYONCE_LOCK_NAME cannot be used: it has {order} in it, and else only a-z, 0-9, _ . : -");
        }
        if (lockName(lockName, store, Long.MAX_VALUE).length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "PAYONCE_LOCK_NAME cannot be used: it makes names of more than 64 characters, so shorten it");
        }
    }

    /** Where Payonce acts. */
    public StoreSettings(String store, String prefix, String ledger, Lock lock, String lockName) {
        this(store, prefix, ledger, lock, lockName, Effects.FOUND);
    }

    /**
     * Returns the same store in shadow mode. It has a ledger of its own, so no line of it ever counts as done. It
     * takes no advisory lock, for which the shop would have to wait.
     */
    public StoreSettings inShadowMode() {
        return new StoreSettings(store, prefix, ledger + "_shadow", Lock.ROW, lockName, Effects.NONE);
    }

    /** Returns true where Payonce decides and records, and changes nothing. */
    public boolean shadow() {
        return effects == Effects.NONE;
    }

    /**
     * Returns the name of its runs, task queues and cached results, one for each mode. So no worker of shadow mode takes a
     * task of one that acts, and a callback that shadow mode has seen counts as not applied.
     */
    public String instance() {
        return shadow() ? store + SHADOW : store;
    }

    /** Returns the name by which the other mode's worker is known. */
    public String otherInstance() {
        return shadow() ? store : store + SHADOW;
    }

    /** Returns the settings of a store with every default. */
    public static StoreSettings of(String store) {
        return new StoreSettings(store, PREFIX, LEDGER, Lock.ADVISORY, LOCK_NAME);
    }

    /** Returns the same store, whose orders are moved by this program. */
    public StoreSettings with(Effects by) {
        return new StoreSettings(store, prefix, ledger, lock, lockName, shadow() ? Effects.NONE : by);
    }

    String lockName(OrderId order) {
        return lockName(lockName, store, order.number());
    }

    private static String lockName(String template, String store, long order) {
        return template.replace("{store}", store).replace("{order}", Long.toString(order));
    }
}
