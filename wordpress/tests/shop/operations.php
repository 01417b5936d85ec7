<?php
/**
 * The operations that tests let the shop's PHP do: each by WooCommerce's own functions, as another plugin would.
 *
 * @package Payonce
 */

/**
 * Makes an order.
 *
 * @param array<string,mixed> $request What it shall be: items, customer, email, coupon, method, status.
 */
function payonce_test_order( array $request = array() ): WC_Order {
	$ids   = get_option( 'payonce_test' );
	$order = wc_create_order(
		array(
			'customer_id' => $request['customer'] ?? 0,
			'created_via' => 'checkout',
		)
	);
	foreach ( $request['items'] ?? array( 'widget' => 2 ) as $name => $quantity ) {
		$order->add_product( wc_get_product( $ids[ $name ] ), $quantity );
	}
	$order->set_address(
		array(
			'first_name' => 'Ann',
			'last_name'  => 'Bee',
			'email'      => $request['email'] ?? 'ann@example.test',
			'address_1'  => '1 Street',
			'city'       => 'Berlin',
			'postcode'   => '10115',
			'country'    => 'DE',
		),
		'billing'
	);
	if ( isset( $request['coupon'] ) ) {
		$order->apply_coupon( $request['coupon'] );
	}
	$order->set_payment_method( $request['method'] ?? 'payonce' );
	$order->set_payment_method_title( 'Card' );
	$order->calculate_totals();
	$order->set_status( $request['status'] ?? 'pending' );
	$order->save();
	if ( ! isset( $request['status'] ) ) {
		wc_reserve_stock_for_order( $order );
	}
	return $order;
}

/**
 * Gives the checkout page one of its two forms.
 *
 * @param string $kind classic or block.
 */
function payonce_test_checkout( string $kind ): void {
	global $wpdb;
	$id  = wc_get_page_id( 'checkout' );
	$own = get_post( $id )->post_content;
	// The first content is WooCommerce's own, from 8.3 on with the block.
	add_option( 'payonce_test_block', str_starts_with( $own, '<!-- wp:woocommerce/checkout -->' ) ? $own : '<!-- wp:woocommerce/checkout --><div class="wp-block-woocommerce-checkout is-loading"></div><!-- /wp:woocommerce/checkout -->' );
	wp_update_post(
		array(
			'ID'           => $id,
			'post_content' => 'block' === $kind ? get_option( 'payonce_test_block' ) : '<!-- wp:shortcode -->[woocommerce_checkout]<!-- /wp:shortcode -->',
		)
	);
	// WooCommerce 8.2 copies the page into a template of the theme once, and shows that one.
	$migration = 'Automattic\\WooCommerce\\Blocks\\Utils\\BlockTemplateMigrationUtils';
	if ( class_exists( $migration ) && $migration::has_migrated_page( 'checkout' ) ) {
		foreach ( $wpdb->get_col( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'wp_template' AND post_name = 'checkout'" ) as $template ) {
			wp_delete_post( (int) $template, true );
		}
		$migration::migrate_page( 'checkout', get_post( $id ) );
	}
}

/**
 * Does what a test asks for.
 *
 * @param array<string,string> $request payonce_test: the operation; order, ms, to, transaction.
 * @return array<string,mixed>
 */
function payonce_test_operation( array $request ): array {
	$order_id = (int) ( $request['order'] ?? 0 );
	$order    = 0 < $order_id ? wc_get_order( $order_id ) : null;
	if ( 'shopper_cancel' !== $request['payonce_test'] ) {
		usleep( 1000 * (int) ( $request['ms'] ?? 0 ) );
	}
	$result = null;
	switch ( $request['payonce_test'] ) {
		case 'pay':
			$result = $order->payment_complete( $request['transaction'] ?? 'ch_other' );
			break;
		case 'status':
			$result = $order->update_status( $request['to'], 'By a test.' );
			break;
		case 'shopper_cancel':
			// The link of the shopper's own page. The request waits where it hurts most: between the decision and the save.
			add_filter(
				'woocommerce_valid_order_statuses_for_cancel',
				static function ( $statuses ) use ( $request ) {
					usleep( 1000 * (int) ( $request['ms'] ?? 0 ) );
					return $statuses;
				},
				PHP_INT_MAX
			);
			$_GET = array(
				'cancel_order' => 'true',
				'order'        => $order->get_order_key(),
				'order_id'     => $order_id,
				'_wpnonce'     => wp_create_nonce( 'woocommerce-cancel_order' ),
			);
			WC_Form_Handler::cancel_order();
			$result = wc_get_notices();
			break;
		case 'note':
			$order->set_customer_note( 'hello ' . microtime() );
			$result = $order->save();
			break;
		case 'transaction':
			$order->set_transaction_id( 'ch_stale' );
			$result = $order->save();
			break;
		case 'piece':
			$order->add_product( wc_get_product( get_option( 'payonce_test' )['widget'] ), 1 );
			$result = $order->calculate_totals();
			break;
		case 'apply':
			$result = \Payonce\Effects\Applier::apply( $order_id, 5 );
			break;
		case 'cron':
			wc_cancel_unpaid_orders();
			break;
		case 'queue':
			$result = ActionScheduler_QueueRunner::instance()->run( 'test' );
			break;
	}
	return array( 'result' => $result );
}
