<?php
/**
 * What Payonce says about itself.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

/**
 * The row in which Payonce's worker says how this store is run: the lock's name, its features, and when it was last
 * here. Until there is one, the settings page decides.
 */
final class Link {

	/**
	 * The row of this request; false means not read yet.
	 *
	 * @var array<string,string>|null|false
	 */
	private static $row = false;

	/**
	 * Returns the row, or null while Payonce has written none.
	 *
	 * @return array<string,string>|null
	 */
	public static function row(): ?array {
		if ( false === self::$row ) {
			global $wpdb;
			$table     = Tables::name( 'link' );
			self::$row = $wpdb->get_row( "SELECT *, TIMESTAMPDIFF(SECOND, seen_at, UTC_TIMESTAMP(6)) AS age FROM `$table` ORDER BY seen_at DESC LIMIT 1", ARRAY_A ); // phpcs:ignore WordPress.DB
		}
		return self::$row;
	}

	/**
	 * Forgets the row, so that the next question reads it again.
	 */
	public static function forget(): void {
		self::$row = false;
	}

	/**
	 * Returns the name of an order's lock.
	 *
	 * @param int $order_id The order.
	 */
	public static function lock_name( int $order_id ): string {
		$row = self::row();
		return strtr(
			$row['lock_name'] ?? Settings::get( 'lock_name' ),
			array(
				'{order}' => (string) $order_id,
				'{store}' => $row['store'] ?? Settings::get( 'store' ),
			)
		);
	}

	/**
	 * Tells if the server takes advisory locks. Without them (Galera) the order's row lock carries alone.
	 */
	public static function has_advisory_locks(): bool {
		$row = self::row();
		return null === $row || 'row' !== $row['lock_kind'];
	}

	/**
	 * Tells if this database is the shop that Payonce knows. A copy for staging is not: it must neither charge nor send
	 * mail.
	 */
	public static function is_this_shop(): bool {
		$row = self::row();
		return null === $row || Fingerprint::of_site( (string) get_option( 'siteurl' ) ) === $row['site'];
	}

	/**
	 * Tells if the running Payonce can do something that older ones could not.
	 *
	 * @param string $name For instance "save" or "setup".
	 */
	public static function has_feature( string $name ): bool {
		$row = self::row();
		return null !== $row && in_array( $name, explode( ',', $row['features'] ), true );
	}
}
