<?php
/**
 * Everything that the database has about an order, with ids and times taken out, so that two orders can be compared.
 *
 * @package Payonce
 */

/**
 * Reads an order.
 *
 * @param int $id The order.
 * @return array<string,mixed>
 */
function payonce_test_snapshot( int $id ): array {
	global $wpdb;
	$p      = $wpdb->prefix;
	$rows   = static fn( string $statement ) => $wpdb->get_results( $statement, ARRAY_A ); // phpcs:ignore WordPress.DB
	$hpos   = \Payonce\Orders\StoredOrder::in_own_tables();
	$ids    = get_option( 'payonce_test' );
	$items  = $rows( "SELECT order_item_id, order_item_name, order_item_type FROM {$p}woocommerce_order_items WHERE order_id = $id ORDER BY order_item_id" );
	$in     = implode( ',', array_merge( array( 0 ), array_column( $items, 'order_item_id' ) ) );
	$refund = array_map( static fn( $refund ) => $refund->get_id(), wc_get_order( $id )->get_refunds() );
	$shot   = array(
		'order'       => $hpos ? $rows( "SELECT * FROM {$p}wc_orders WHERE id = $id" ) : array(),
		'operational' => $hpos ? $rows( "SELECT * FROM {$p}wc_order_operational_data WHERE order_id = $id" ) : array(),
		'meta'        => $hpos ? $rows( "SELECT meta_key, meta_value FROM {$p}wc_orders_meta WHERE order_id = $id AND meta_key NOT LIKE '\\_payonce%' ORDER BY meta_key, meta_value" ) : array(),
		'post'        => $rows( "SELECT post_status, post_type, comment_count FROM {$p}posts WHERE ID = $id" ),
		'postmeta'    => $rows( "SELECT meta_key, meta_value FROM {$p}postmeta WHERE post_id = $id AND meta_key NOT LIKE '\\_payonce%' AND meta_key NOT IN ('_edit_lock') ORDER BY meta_key, meta_value" ),
		'notes'       => $rows( "SELECT comment_author, comment_author_email, comment_content, comment_type, comment_agent FROM {$p}comments WHERE comment_post_ID = $id ORDER BY comment_content" ),
		'notemeta'    => $rows( "SELECT m.meta_key, m.meta_value FROM {$p}commentmeta m JOIN {$p}comments c ON c.comment_ID = m.comment_id WHERE c.comment_post_ID = $id ORDER BY 1, 2" ),
		'items'       => $rows( "SELECT order_item_name, order_item_type FROM {$p}woocommerce_order_items WHERE order_id = $id ORDER BY order_item_id" ),
		'itemmeta'    => $rows( "SELECT meta_key, meta_value FROM {$p}woocommerce_order_itemmeta WHERE order_item_id IN ($in) AND meta_key <> 'coupon_data' ORDER BY meta_key, meta_value" ),
		'reserved'    => $rows( "SELECT product_id, stock_quantity FROM {$p}wc_reserved_stock WHERE order_id = $id" ),
		'downloads'   => $rows( "SELECT product_id, download_id, user_email, downloads_remaining FROM {$p}woocommerce_downloadable_product_permissions WHERE order_id = $id" ),
		'stats'       => $rows( "SELECT status, num_items_sold, total_sales, net_total FROM {$p}wc_order_stats WHERE order_id = $id" ),
		'lookup'      => $rows( "SELECT product_id, product_qty, product_net_revenue FROM {$p}wc_order_product_lookup WHERE order_id = $id ORDER BY 1" ),
		'coupons'     => $rows( "SELECT discount_amount FROM {$p}wc_order_coupon_lookup WHERE order_id = $id" ),
		'actions'     => $rows( "SELECT hook, COUNT(*) AS n FROM {$p}actionscheduler_actions WHERE (args LIKE '%[$id]%' OR args LIKE '%:$id}%' OR args LIKE '%:$id,%' OR args LIKE '[$id,%') AND hook NOT LIKE 'payonce%' AND hook <> 'woocommerce_delete_legacy_report_transients' GROUP BY hook ORDER BY hook" ),
		'refunds'     => array_map(
			static fn( $refund ) => array(
				'amount'   => $refund->get_amount(),
				'reason'   => $refund->get_reason(),
				'payment'  => $refund->get_refunded_payment(),
				'status'   => $refund->get_status(),
				'currency' => $refund->get_currency(),
				'stats'    => $rows( "SELECT status, total_sales FROM {$p}wc_order_stats WHERE order_id = {$refund->get_id()}" ),
			),
			wc_get_order( $id )->get_refunds()
		),
	);
	$text = (string) wp_json_encode( $shot );
	$text = (string) preg_replace( '/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/', '<time>', $text );
	$text = (string) preg_replace( '/("(?:_date_paid|_date_completed|_paid_date|_completed_date)","meta_value":)"[^"]*"/', '$1"<time>"', $text );
	$text = (string) preg_replace( '/\d+&rarr;\d+/', '<stock>', $text );
	$text = (string) preg_replace( '/wc_order_[A-Za-z0-9]+/', '<key>', $text );
	$text = (string) preg_replace( '/"_reduced_stock_by_refund":"[^"]*"/', '', $text );
	$text = (string) preg_replace( '/\b(' . implode( '|', array_merge( array( $id ), $refund ) ) . ')\b/', '<id>', $text );
	$shot = (array) json_decode( $text, true );
	unset( $shot['operational'][0]['id'] );
	usort( $shot['refunds'], static fn( $one, $other ) => (float) $one['amount'] <=> (float) $other['amount'] );
	return $shot;
}

/**
 * Reads stock, sales and usage, of which two orders' differences are compared.
 *
 * @return array<string,float>
 */
function payonce_test_do_totals(): array {
	global $wpdb;
	$totals = array();
	foreach ( get_option( 'payonce_test' ) as $name => $id ) {
		if ( is_int( $id ) && 'ann' !== $name ) {
			$totals[ "$name stock" ]        = (float) get_post_meta( $id, '_stock', true );
			$totals[ "$name sales" ]        = (float) get_post_meta( $id, 'total_sales', true );
			$totals[ "$name lookup stock" ] = (float) $wpdb->get_var( $wpdb->prepare( "SELECT stock_quantity FROM {$wpdb->prefix}wc_product_meta_lookup WHERE product_id = %d", $id ) );
			$totals[ "$name lookup sales" ] = (float) $wpdb->get_var( $wpdb->prepare( "SELECT total_sales FROM {$wpdb->prefix}wc_product_meta_lookup WHERE product_id = %d", $id ) );
		}
	}
	$totals['coupon'] = (float) ( new WC_Coupon( 'ten' ) )->get_usage_count();
	return $totals;
}
