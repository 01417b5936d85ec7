<?php
/**
 * The plugin's tables.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

/**
 * The three tables that the plugin shares with Payonce. They live in WordPress' own schema, under its prefix, since
 * PHP's database user may not reach Payonce's schema. CONTRACT.md says who writes which column.
 */
final class Tables {

	/** The option that holds the version of the tables; Payonce reads it. */
	public const VERSION_OPTION = 'payonce_tables';

	/** The version that this code needs. */
	public const VERSION = 1;

	private const SUFFIX = ' ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

	/**
	 * Makes or upgrades the tables after an update of the plugin, which runs no activation hook.
	 */
	public static function hook_in(): void {
		add_action( 'init', array( self::class, 'upgrade' ), 5 );
	}

	/**
	 * Makes the tables when the plugin is activated.
	 */
	public static function activate(): void {
		self::create();
	}

	/**
	 * Stops the recurring work. Open effects stay, and are applied when the plugin is back.
	 */
	public static function deactivate(): void {
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( Effects\Queue::TIDY );
		}
	}

	/**
	 * Upgrades the tables if they are older than this code.
	 */
	public static function upgrade(): void {
		if ( (int) get_option( self::VERSION_OPTION, 0 ) < self::VERSION ) {
			self::create();
		}
	}

	/**
	 * Returns a table's full name.
	 *
	 * @param string $name Its name without prefixes: effect, payment, link.
	 */
	public static function name( string $name ): string {
		global $wpdb;
		return $wpdb->prefix . 'payonce_' . $name;
	}

	/**
	 * Makes what is missing. Each step may be repeated. Payonce trusts the version, so it is stored only if every step succeeded.
	 */
	public static function create(): void {
		global $wpdb;
		foreach ( self::statements() as $statement ) {
			if ( false === $wpdb->query( $statement ) ) { // phpcs:ignore WordPress.DB
				Log::error( "The plugin's tables could not be made: {$wpdb->last_error}. Grant WordPress' database user that right; the next request tries again." );
				return;
			}
		}
		update_option( self::VERSION_OPTION, (string) self::VERSION, true );
	}

	/**
	 * Deletes the tables.
	 */
	public static function drop(): void {
		global $wpdb;
		foreach ( array( 'effect', 'payment', 'link' ) as $name ) {
			$table = self::name( $name );
			$wpdb->query( "DROP TABLE IF EXISTS `$table`" ); // phpcs:ignore WordPress.DB
		}
		delete_option( self::VERSION_OPTION );
	}

	/**
	 * Lists the statements of all versions, the oldest first.
	 *
	 * @return string[]
	 */
	private static function statements(): array {
		$effect  = self::name( 'effect' );
		$payment = self::name( 'payment' );
		$link    = self::name( 'link' );
		return array(
			"CREATE TABLE IF NOT EXISTS `$effect` (
				id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
				order_id BIGINT UNSIGNED NOT NULL,
				order_key CHAR(32) NOT NULL,
				entry VARCHAR(400) NOT NULL,
				kind VARCHAR(32) NOT NULL,
				body LONGTEXT NOT NULL,
				state TINYINT UNSIGNED NOT NULL DEFAULT 0,
				tries INT UNSIGNED NOT NULL DEFAULT 0,
				code VARCHAR(64) NOT NULL DEFAULT '',
				detail VARCHAR(400) NOT NULL DEFAULT '',
				mails LONGTEXT NULL,
				created_at DATETIME(6) NOT NULL,
				tried_at DATETIME(6) NULL,
				applied_at DATETIME(6) NULL,
				PRIMARY KEY (id),
				UNIQUE KEY once (order_id, order_key, entry),
				KEY open_of_order (order_id, state, id),
				KEY overdue (state, created_at)
			)" . self::SUFFIX,
			"CREATE TABLE IF NOT EXISTS `$payment` (
				order_id BIGINT UNSIGNED NOT NULL,
				order_key CHAR(32) NOT NULL,
				status VARCHAR(20) NOT NULL,
				reason VARCHAR(64) NOT NULL DEFAULT '',
				waits_for VARCHAR(10) NOT NULL DEFAULT '',
				keep_until DATETIME(6) NULL,
				gateway VARCHAR(64) NOT NULL DEFAULT '',
				payment VARCHAR(255) NOT NULL DEFAULT '',
				currency CHAR(3) NOT NULL DEFAULT '',
				authorized BIGINT NOT NULL DEFAULT 0,
				captured BIGINT NOT NULL DEFAULT 0,
				refunded BIGINT NOT NULL DEFAULT 0,
				review INT UNSIGNED NULL,
				review_text VARCHAR(400) NOT NULL DEFAULT '',
				updated_at DATETIME(6) NOT NULL,
				PRIMARY KEY (order_id),
				KEY in_review (review)
			)" . self::SUFFIX,
			"CREATE TABLE IF NOT EXISTS `$link` (
				store VARCHAR(32) NOT NULL,
				site CHAR(32) NOT NULL,
				lock_kind VARCHAR(10) NOT NULL,
				lock_name VARCHAR(64) NOT NULL,
				features VARCHAR(400) NOT NULL DEFAULT '',
				version VARCHAR(32) NOT NULL DEFAULT '',
				live TINYINT UNSIGNED NOT NULL DEFAULT 0,
				order_page VARCHAR(400) NOT NULL DEFAULT '',
				seen_at DATETIME(6) NOT NULL,
				PRIMARY KEY (store)
			)" . self::SUFFIX,
		);
	}
}
