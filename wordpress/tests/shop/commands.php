<?php
/**
 * What do.php can do.
 *
 * @package Payonce
 */

/**
 * Makes orders.
 *
 * @param array<string,mixed> $request count, and what each shall be.
 * @return array<int,array{id:int,key:string,total:int}>
 */
function payonce_test_do_orders( array $request ): array {
	$made = array();
	for ( $i = 0; $i < ( $request['count'] ?? 1 ); $i++ ) {
		// A shopper each where a real Payonce decides: it charges one of two equal carts of one shopper.
		$order  = payonce_test_order( isset( $request['shoppers'] ) ? array( 'email' => "shopper-{$request['shoppers']}-$i@example.test" ) + $request : $request );
		$made[] = array(
			'id'    => $order->get_id(),
			'key'   => \Payonce\Fingerprint::of_order_key( $order->get_order_key() ),
			'total' => (int) round( 100 * $order->get_total() ),
		);
	}
	return $made;
}

/**
 * Does by WooCommerce's own functions what a gateway's plugin would do.
 *
 * @param array<string,mixed> $request order, what, and what it needs.
 * @return mixed
 */
function payonce_test_do_own( array $request ) {
	payonce_test_record_hooks();
	$order = wc_get_order( $request['order'] );
	if ( isset( $request['without'] ) ) {
		// A mail that an effect does not send, with its reason in CONTRACT.md.
		add_filter( 'woocommerce_email_enabled_' . $request['without'], '__return_false' );
	}
	switch ( $request['what'] ) {
		case 'pay':
			return $order->payment_complete( $request['transaction'] );
		case 'status':
			if ( isset( $request['transaction'] ) ) {
				$order->set_transaction_id( $request['transaction'] );
			}
			return $order->update_status( $request['to'], $request['note'] ?? '' );
		case 'refund':
			$mark = static fn( $refund ) => $refund->set_refunded_payment( true );
			add_action( 'woocommerce_create_refund', $mark );
			$refund = wc_create_refund(
				array(
					'order_id' => $order->get_id(),
					'amount'   => $request['amount'],
					'reason'   => $request['reason'] ?? '',
				)
			);
			return is_wp_error( $refund ) ? $refund->get_error_message() : $refund->get_id();
	}
	return null;
}

/**
 * Applies orders' effects, as Action Scheduler would.
 *
 * @param array<string,mixed> $request orders.
 * @return mixed
 */
function payonce_test_do_apply( array $request ) {
	payonce_test_record_hooks();
	foreach ( $request['orders'] as $order ) {
		do_action( \Payonce\Effects\Queue::APPLY, $order );
	}
	return $GLOBALS['payonce_test_count'] ?? 0;
}

/**
 * Picks up what was left behind.
 */
function payonce_test_do_tidy(): bool {
	\Payonce\Effects\Queue::tidy();
	return true;
}

/**
 * Runs Action Scheduler until nothing is due.
 */
function payonce_test_do_queue(): int {
	global $wpdb;
	// Analytics wait for some seconds in older versions.
	$wpdb->query( "UPDATE {$wpdb->prefix}actionscheduler_actions SET scheduled_date_gmt = UTC_TIMESTAMP() WHERE status = 'pending' AND hook LIKE 'wc-admin%' AND scheduled_date_gmt > UTC_TIMESTAMP()" );
	$done = 0;
	for ( $i = 0; $i < 40; $i++ ) {
		$now   = ActionScheduler_QueueRunner::instance()->run( 'test' );
		$done += $now;
		if ( 0 === $now ) {
			break;
		}
	}
	return $done;
}

/**
 * Runs any line of PHP; for set-up only.
 *
 * @param array<string,mixed> $request php.
 * @return mixed
 */
function payonce_test_do_run( array $request ) {
	return eval( $request['php'] ); // phpcs:ignore Squiz.PHP.Eval -- a test's own line.
}

/**
 * Reads everything that the database has about an order.
 *
 * @param array<string,mixed> $request order.
 * @return array<string,mixed>
 */
function payonce_test_do_snapshot( array $request ): array {
	return payonce_test_snapshot( (int) $request['order'] );
}

/**
 * Reads the sums that a doubled effect would show in.
 *
 * @param array<string,mixed> $request orders.
 * @return array<int,array<string,mixed>>
 */
function payonce_test_do_state( array $request ): array {
	$states = array();
	foreach ( $request['orders'] as $id ) {
		$order  = wc_get_order( $id );
		$notes  = array_map( static fn( $note ) => $note->content, wc_get_order_notes( array( 'order_id' => $id, 'order' => 'ASC' ) ) );
		$items  = array_map( static fn( $item ) => (int) $item->get_meta( '_reduced_stock' ), array_values( $order->get_items() ) );
		$states[ $id ] = array(
			'status'      => $order->get_status(),
			'paid'        => null !== $order->get_date_paid(),
			'transaction' => $order->get_transaction_id(),
			'stock'       => (bool) $order->get_data_store()->get_stock_reduced( $id ),
			'reduced'     => array_sum( $items ),
			'sales'       => (bool) $order->get_data_store()->get_recorded_sales( $id ),
			'payments'    => count( preg_grep( '/^Payment via |status changed from (Pending payment|Failed|On hold|Cancelled) to (Processing|Completed)/', preg_grep( '/still pays/', $notes, PREG_GREP_INVERT ) ) ),
			'outdated'    => count( preg_grep( '/outdated request/', $notes ) ),
			'refunds'     => count( $order->get_refunds() ),
			'refunded'    => $order->get_total_refunded(),
			'notes'       => $notes,
		);
	}
	return $states;
}

/**
 * Records the names of the hooks that run from now on, into a file.
 */
function payonce_test_record_hooks(): void {
	if ( ! getenv( 'PAYONCE_TEST_HOOKS' ) ) {
		return;
	}
	$GLOBALS['payonce_test_hooks'] = array();
	// A save of meta in a later second than the order's last one saves the order again, so the number depends on the clock.
	add_filter( 'woocommerce_orders_table_datastore_should_save_after_meta_change', '__return_false' );
	add_action(
		'all',
		static function ( $name ) {
			if ( 1 === preg_match( '/^(woocommerce|wc|action_scheduler)_/', (string) $name ) ) {
				foreach ( debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS, 5 ) as $frame ) { // phpcs:ignore WordPress.PHP.DevelopmentFunctions
					if ( in_array( $frame['function'], array( 'do_action', 'do_action_ref_array' ), true ) ) {
						$GLOBALS['payonce_test_hooks'][ $name ] = ( $GLOBALS['payonce_test_hooks'][ $name ] ?? 0 ) + 1;
						return;
					}
					if ( in_array( $frame['function'], array( 'apply_filters', 'apply_filters_ref_array' ), true ) ) {
						return;
					}
				}
			}
		},
		1
	);
	add_action(
		'shutdown',
		static function () {
			ksort( $GLOBALS['payonce_test_hooks'] );
			file_put_contents( (string) getenv( 'PAYONCE_TEST_HOOKS' ), wp_json_encode( $GLOBALS['payonce_test_hooks'] ) );
		},
		PHP_INT_MAX
	);
}
