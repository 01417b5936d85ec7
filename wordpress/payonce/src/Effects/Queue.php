<?php
/**
 * Effects in Action Scheduler.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Payments\Jobs;
use Payonce\Refunds\RefundRetry;
use Payonce\Subscriptions\RenewalRetry;

/**
 * The safety net under the kick. Payonce inserts one action for each order in its own transaction; a recurring action
 * looks for what was left behind by a process that died, and reports what cannot be applied.
 */
final class Queue {

	/** The action that Payonce inserts; its one argument is the order's id. */
	public const APPLY = 'payonce_effects';

	/** The recurring action. */
	public const TIDY = 'payonce_tidy';

	/** The group of the plugin's own actions. */
	public const GROUP = 'payonce';

	private const TIDY_SECONDS = 120;

	/** Runs after which an action that fails is left alone. */
	private const MOST_RUNS = 5;

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( self::APPLY, array( self::class, 'apply' ), 10, 1 );
		add_action( self::TIDY, array( self::class, 'tidy' ) );
		add_action( 'admin_init', array( self::class, 'keep_tidy_scheduled' ) );
		add_action( self::APPLY, array( self::class, 'keep_tidy_scheduled' ), 20, 0 );
	}

	/**
	 * Applies an order's effects. Action Scheduler never repeats an action, so what remains is scheduled again.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function apply( $order_id ): void {
		$result = Applier::apply( (int) $order_id, 2 );
		if ( Applier::BUSY === $result ) {
			self::again( (int) $order_id, 5 );
		} elseif ( Applier::LATER === $result ) {
			self::again( (int) $order_id, 30 );
		}
	}

	/**
	 * Picks up what was left behind.
	 */
	public static function tidy(): void {
		foreach ( Outbox::overdue( 60, 50 ) as $order_id ) {
			Applier::apply( $order_id, 1 );
		}
		foreach ( Outbox::unreported( 50 ) as $order_id ) {
			self::report( $order_id );
		}
		RefundRetry::pick_up( 50 );
		self::revive();
		Outbox::purge( 90 );
	}

	/**
	 * Sets actions back to pending that failed. Action Scheduler fails each one that is due while this plugin is off, and
	 * never repeats it. Requests to Payonce carry the same key again, so a second run does no harm.
	 */
	private static function revive(): void {
		global $wpdb;
		$hooks = array( self::APPLY, Jobs::REFRESH, Jobs::CAPTURE, RefundRetry::HOOK, RenewalRetry::HOOK );
		$wpdb->query( $wpdb->prepare( "UPDATE `{$wpdb->prefix}actionscheduler_actions` SET status = 'pending', claim_id = 0, scheduled_date_gmt = UTC_TIMESTAMP() WHERE status = 'failed' AND hook IN (%s, %s, %s, %s, %s) AND attempts < %d AND scheduled_date_gmt > UTC_TIMESTAMP() - INTERVAL 30 DAY LIMIT 100", array( ...$hooks, self::MOST_RUNS ) ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Has Payonce refresh an order whose effect cannot be applied. It reads the row by SQL under the lock.
	 *
	 * @param int $order_id The order.
	 */
	public static function report( int $order_id ): void {
		Jobs::refresh_soon( $order_id );
	}

	/**
	 * Schedules an action unless the same one is pending. Action Scheduler's own "unique" ignores the arguments before
	 * WooCommerce 11, so that one order's action would keep all others' away.
	 *
	 * @param string       $hook    The action.
	 * @param array<mixed> $args    Its arguments.
	 * @param int          $seconds In how many seconds.
	 */
	public static function once( string $hook, array $args, int $seconds = 0 ): void {
		$pending = as_get_scheduled_actions(
			array(
				'hook'     => $hook,
				'args'     => $args,
				'status'   => \ActionScheduler_Store::STATUS_PENDING,
				'per_page' => 1,
			),
			'ids'
		);
		if ( array() === $pending ) {
			as_schedule_single_action( time() + $seconds, $hook, $args, self::GROUP );
		}
	}

	/**
	 * Schedules the recurring action if it is not.
	 */
	public static function keep_tidy_scheduled(): void {
		if ( function_exists( 'as_has_scheduled_action' ) && ! as_has_scheduled_action( self::TIDY ) ) {
			as_schedule_recurring_action( time() + self::TIDY_SECONDS, self::TIDY_SECONDS, self::TIDY, array(), self::GROUP, true );
		}
	}

	/**
	 * Schedules an order again.
	 *
	 * @param int $order_id The order.
	 * @param int $seconds  In how many seconds.
	 */
	private static function again( int $order_id, int $seconds ): void {
		as_schedule_single_action( time() + $seconds, self::APPLY, array( $order_id ), self::GROUP );
	}
}
