<?php
/**
 * The guards.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Guards;

use Payonce\Settings;

/**
 * The list of guards against races that WooCommerce itself has. Each can be switched off in the settings, or by the
 * filter payonce_guard with its name.
 */
final class Guards {

	private const ALL = array(
		'payment_complete' => SinglePaymentComplete::class,
		'stale_object'     => StaleObject::class,
		'unpaid_cron'      => UnpaidCron::class,
		'edit_page'        => EditPage::class,
		'shopper_cancel'   => ShopperCancel::class,
		'checkout_resume'  => CheckoutResume::class,
	);

	/**
	 * Hooks in the guards that are on.
	 */
	public static function hook_in(): void {
		foreach ( self::ALL as $name => $guard ) {
			if ( self::on( $name ) ) {
				$guard::hook_in();
			}
		}
	}

	/**
	 * Calls a guard after each action of Action Scheduler, whose process may run for long: a lock that an exception has left there
	 * would keep Payonce waiting until the process ends.
	 *
	 * @param callable $guard What to call.
	 */
	public static function after_each_action( callable $guard ): void {
		add_action( 'action_scheduler_after_execute', $guard, 10, 0 );
		add_action( 'action_scheduler_failed_execution', $guard, 10, 0 );
	}

	/**
	 * Tells if a guard is on.
	 *
	 * @param string $name Its name.
	 */
	public static function on( string $name ): bool {
		return (bool) apply_filters( 'payonce_guard', Settings::on( 'guard_' . $name ), $name );
	}

	/**
	 * Lists the guards' names.
	 *
	 * @return string[]
	 */
	public static function names(): array {
		return array_keys( self::ALL );
	}
}
