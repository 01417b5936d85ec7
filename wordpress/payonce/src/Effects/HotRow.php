<?php
/**
 * The rows that every order would wait for.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The keeper of hot rows. Each save of an order updates the option _transient_orders-transient-version, and each change
 * of stock the one of products. Inside a transaction their locks would be held to the end, and every other save in the
 * shop would wait. So they are updated once, after the transaction.
 */
final class HotRow {

	private const GROUPS = array( 'orders', 'product' );

	/**
	 * The groups whose update was held back.
	 *
	 * @var array<string,true>
	 */
	private array $held_back = array();

	/**
	 * Starts to hold updates back.
	 */
	public function hold(): void {
		foreach ( self::GROUPS as $group ) {
			add_filter( 'pre_update_option_' . self::option( $group ), array( $this, 'keep_old' ), PHP_INT_MAX, 3 );
		}
	}

	/**
	 * Keeps the old value.
	 *
	 * @param mixed $value     The new value.
	 * @param mixed $old_value The stored value.
	 * @param mixed $option    The option.
	 * @return mixed The value to store; the old one means no write.
	 */
	public function keep_old( $value, $old_value, $option ) {
		if ( false === $old_value ) {
			return $value;
		}
		foreach ( self::GROUPS as $group ) {
			if ( self::option( $group ) === $option ) {
				$this->held_back[ $group ] = true;
			}
		}
		return $old_value;
	}

	/**
	 * Stops, and makes up for what was held back.
	 */
	public function release(): void {
		foreach ( self::GROUPS as $group ) {
			remove_filter( 'pre_update_option_' . self::option( $group ), array( $this, 'keep_old' ), PHP_INT_MAX );
		}
		foreach ( array_keys( $this->held_back ) as $group ) {
			\WC_Cache_Helper::get_transient_version( $group, true );
		}
	}

	/**
	 * Returns the option of a group.
	 *
	 * @param string $group The group.
	 */
	private static function option( string $group ): string {
		return "_transient_$group-transient-version";
	}
}
