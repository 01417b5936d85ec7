<?php
/**
 * The alarm.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

use Payonce\Effects\Outbox;

/**
 * The alarm in wp-admin: paid orders that have not been fulfilled for ten minutes. Payonce raises one of its own, as a
 * metric.
 */
final class Alarm {

	/** Seconds that an effect may wait. */
	public const SECONDS = 600;

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'admin_notices', array( self::class, 'print_notice' ) );
	}

	/**
	 * Prints the notice.
	 */
	public static function print_notice(): void {
		if ( ! current_user_can( 'edit_shop_orders' ) ) {
			return;
		}
		$late = Outbox::overdue( self::SECONDS, 20 );
		if ( array() !== $late ) {
			/* translators: 1: number of orders, 2: numbers of orders */
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( sprintf( _n( '%1$d order has been paid for more than ten minutes and is not fulfilled: %2$s. Check if Action Scheduler runs, and the log "payonce".', '%1$d orders have been paid for more than ten minutes and are not fulfilled: %2$s. Check if Action Scheduler runs, and the log "payonce".', count( $late ), 'payonce' ), count( $late ), implode( ', ', $late ) ) ) );
		}
	}
}
