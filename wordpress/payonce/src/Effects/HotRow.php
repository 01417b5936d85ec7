<?php
/**
 * The row that every order would wait for.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The keeper of one hot row. Each save of an order updates the option _transient_orders-transient-version. Inside a
 * transaction its lock would be held to the end, and every other save of any order in the shop would wait. So it is
 * updated once, after the transaction.
 */
final class HotRow {

	private const OPTION = '_transient_orders-transient-version';

	/**
	 * True if an update was held back.
	 *
	 * @var bool
	 */
	private bool $held_back = false;

	/**
	 * Starts to hold updates back.
	 */
	public function hold(): void {
		add_filter( 'pre_update_option_' . self::OPTION, array( $this, 'keep_old' ), PHP_INT_MAX, 2 );
	}

	/**
	 * Keeps the old value.
	 *
	 * @param mixed $value     The new value.
	 * @param mixed $old_value The stored value.
	 * @return mixed The value to store; the old one means no write.
	 */
	public function keep_old( $value, $old_value ) {
		$this->held_back = true;
		return false === $old_value ? $value : $old_value;
	}

	/**
	 * Stops, and makes up for what was held back.
	 */
	public function release(): void {
		remove_filter( 'pre_update_option_' . self::OPTION, array( $this, 'keep_old' ), PHP_INT_MAX );
		if ( $this->held_back ) {
			\WC_Cache_Helper::get_transient_version( 'orders', true );
		}
	}
}
