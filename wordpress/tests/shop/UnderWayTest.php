<?php
/**
 * Work under way, on a real shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * The work that goes on beside a refund, a renewal or a checkout: a plugin that was off, a record by hand, a card that was changed.
 */
final class UnderWayTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	public function test_a_refund_whose_retry_was_due_while_the_plugin_was_off_is_tried_again(): void {
		list( $order ) = self::$shop->orders( 1 );
		$record        = (int) self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->payment_complete( 'ch_off' ); \$r = wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => '10' ) ); \$r->update_meta_data( '_payonce_refund', 'pending' ); \$r->save(); Payonce\\Refunds\\RefundRetry::schedule( \$r->get_id(), 0 ); return \$r->get_id();" ) );
		$pending       = static fn() => self::$shop->query( "SELECT COUNT(*) AS n FROM wp_actionscheduler_actions WHERE hook = 'payonce_refund' AND status = 'pending' AND args LIKE '[$record,%'" )[0]['n'];
		self::$shop->query( "DELETE FROM wp_actionscheduler_actions WHERE args LIKE '[$record,%'" );
		self::$shop->do( 'tidy' );
		self::$shop->do( 'tidy' );
		self::assertSame( '1', $pending(), 'an action that is gone' );
		self::$shop->query( "UPDATE wp_actionscheduler_actions SET status = 'failed', attempts = 1 WHERE hook = 'payonce_refund' AND args LIKE '[$record,%'" );
		self::$shop->query( "INSERT INTO wp_actionscheduler_actions (hook, status, scheduled_date_gmt, args, attempts, claim_id) VALUES ('payonce_capture', 'failed', UTC_TIMESTAMP(), '[{$order['id']},0]', 1, 7), ('payonce_capture', 'failed', UTC_TIMESTAMP(), '[{$order['id']},9]', 5, 7)" );
		self::$shop->do( 'tidy' );
		self::assertContains( $pending(), array( '1', '2' ), 'an action that failed' );
		$captures = self::$shop->query( "SELECT status FROM wp_actionscheduler_actions WHERE hook = 'payonce_capture' AND args LIKE '[{$order['id']},%' ORDER BY args" );
		self::assertSame( array( 'pending', 'failed' ), array_column( $captures, 'status' ), 'five runs are enough' );
		self::$shop->query( "DELETE FROM wp_actionscheduler_actions WHERE args LIKE '[$record,%' OR args LIKE '[{$order['id']},%'" );
	}

	public function test_a_refund_that_failed_takes_its_pieces_back_and_mails_no_one(): void {
		list( $order ) = self::$shop->orders( 1, array( 'items' => array( 'book' => 1, 'widget' => 2 ) ) );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->payment_complete( 'ch_stock' ); wc_get_order( {$order['id']} )->update_status( 'completed' );" ) );
		$mails = count( self::$shop->mails( $order['id'] ) );
		$is    = self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$stock = fn() => wc_get_product( get_option( 'payonce_test' )['widget'] )->get_stock_quantity(); \$lines = array(); foreach ( \$o->get_items() as \$id => \$item ) { \$lines[\$id] = array( 'qty' => \$item->get_quantity(), 'refund_total' => \$item->get_total() ); } \$before = \$stock(); add_filter( 'woocommerce_email_enabled_customer_refunded_order', '__return_false' ); \$r = wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => \$o->get_total(), 'line_items' => \$lines, 'restock_items' => true ) ); \$r->update_meta_data( '_payonce_status_before', 'completed' ); \$r->save(); \$given = \$stock(); Payonce\\Refunds\\RefundRecord::remove( wc_get_order( {$order['id']} ), wc_get_order( \$r->get_id() ), 'declined' ); return array( \$given - \$before, \$stock() - \$before, wc_get_order( {$order['id']} )->get_status() );" ) );
		self::assertSame( array( 2, 0, 'completed' ), $is );
		self::assertCount( $mails, self::$shop->mails( $order['id'] ), implode( ', ', self::$shop->mails( $order['id'] ) ) );
	}

	public function test_a_record_by_hand_and_its_refund_at_the_dashboard_are_one(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_hand' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::$shop->do( 'run', array( 'php' => "wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => 20 ) );" ) );
		foreach ( array( 're_hand', 're_second' ) as $refund ) {
			self::$shop->reconcile( $order, "refund:$refund", 'refund', array( 'refund' => $refund, 'amount' => array( 'minor' => 2000, 'currency' => 'EUR' ), 'by' => 'dashboard' ) );
			self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
			$counts[] = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ]['refunds'];
		}
		self::assertSame( array( 1, 2 ), $counts );
	}

	public function test_a_checkout_whose_order_was_cancelled_is_asked_to_begin_again(): void {
		list( $gone, $open ) = self::$shop->orders( 2 );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$gone['id']} )->update_status( 'cancelled' );" ) );
		$resume = static fn( int $id ) => self::$shop->do( 'run', array( 'php' => "try { Payonce\\Guards\\CheckoutResume::before( $id ); return 'goes on'; } catch ( Exception \$told ) { return \$told->getMessage(); }" ) );
		self::assertStringContainsString( 'cancelled and not paid', (string) $resume( $gone['id'] ) );
		self::assertSame( 'goes on', $resume( $open['id'] ) );
	}

	public function test_a_renewal_is_charged_to_the_card_that_its_subscription_has_now(): void {
		list( $renewal, $subscription ) = self::$shop->orders( 2 );
		$is = self::$shop->do( 'run', array( 'php' => "function wcs_get_subscriptions_for_renewal_order( \$o ) { return array( 7 => wc_get_order( {$subscription['id']} ) ); } foreach ( array( {$renewal['id']} => 'pm_old', {$subscription['id']} => 'pm_new' ) as \$id => \$card ) { \$o = wc_get_order( \$id ); \$o->update_meta_data( '_payonce_payment_method', \$card ); \$o->save(); } add_filter( 'pre_http_request', function ( \$r, \$args ) { \$GLOBALS['sent'] = json_decode( \$args['body'], true )['paymentMethod'] ?? ''; return array( 'response' => array( 'code' => 503 ), 'headers' => array(), 'body' => '{}' ); }, 10, 2 ); do_action( 'woocommerce_scheduled_subscription_payment_payonce', 50, wc_get_order( {$renewal['id']} ) ); return array( \$GLOBALS['sent'] ?? '', array_keys( apply_filters( 'wc_subscriptions_object_data', array( '_payonce_attempt' => 2, '_payonce_payment_method' => 'pm_new', 'other' => 1 ) ) ) );" ) );
		self::assertSame( array( 'pm_new', array( '_payonce_payment_method', 'other' ) ), $is );
	}
}
