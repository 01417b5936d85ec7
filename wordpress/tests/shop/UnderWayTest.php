<?php
/**
 * Payments and refunds under way, on a real shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * What happens beside a payment or a refund that is under way: a plugin that is off, a slow mail, a second tab.
 */
final class UnderWayTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	public function test_an_order_in_a_currency_without_decimals_is_applied(): void {
		foreach ( array( 'ISK' => 1000, 'MGA' => 100000, 'KWD' => 1000000, 'IQD' => 1000000 ) as $currency => $minor ) {
			list( $order ) = self::$shop->orders( 1 );
			self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$o->set_currency( '$currency' ); \$o->set_total( 1000 ); \$o->save();" ) );
			self::$shop->paid( $order, "ch_$currency", array( 'covers' => array( 'minor' => $minor, 'currency' => $currency ) ) );
			self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
			self::assertSame( 'applied', self::$shop->effect( $order['id'], "paid:ch_$currency" )['code'], $currency );
		}
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

	public function test_a_process_that_came_second_sends_no_mail(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_second' );
		// The first one has applied the effect and is about to send: another one has read the effect as open.
		$second = self::$shop->do( 'run', array( 'php' => "\$open = Payonce\\Effects\\Outbox::open( {$order['id']} ); add_action( 'payonce_before_mail', function () use ( \$open ) { static \$once = 0; if ( 0 === \$once++ ) { \$applied = array(); ( fn() => self::apply_one( \$open[0], \$applied ) )->bindTo( null, Payonce\\Effects\\Applier::class )(); Payonce\\Effects\\Mails::send( {$order['id']}, \$applied ); } } ); Payonce\\Effects\\Applier::apply( {$order['id']}, 1 ); return 1;" ) );
		self::assertSame( array( 1, 2 ), array( $second, count( self::$shop->mails( $order['id'] ) ) ) );
	}

	public function test_a_process_whose_mail_took_too_long_leaves_the_others_to_the_one_that_took_over(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_slow' );
		$slow = self::$shop->do( 'run', array( 'php' => "add_action( 'payonce_before_mail', function () { static \$once = 0; if ( 0 === \$once++ ) { \$GLOBALS['wpdb']->query( 'UPDATE wp_payonce_effect SET tried_at = tried_at - INTERVAL 10 MINUTE WHERE order_id = {$order['id']}' ); Payonce\\Effects\\Mails::send( {$order['id']}, array() ); } } ); Payonce\\Effects\\Applier::apply( {$order['id']}, 1 ); return 1;" ) );
		$mails = array_count_values( self::$shop->mails( $order['id'] ) );
		self::assertSame( 1, $slow );
		self::assertCount( 2, $mails );
		self::assertSame( 3, array_sum( $mails ), 'only the mail that was held leaves twice' );
		self::assertSame( '2', self::$shop->effect( $order['id'], 'paid:ch_slow' )['state'] );
	}

	public function test_a_request_that_was_not_taken_keeps_the_mark_of_an_earlier_one(): void {
		list( $order ) = self::$shop->orders( 1 );
		$marks         = self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$mark = fn() => (string) wc_get_order( {$order['id']} )->get_meta( '_payonce_sent_at' ); \$first = Payonce\\Payments\\Attempt::begin( \$o ); \$one = \$mark(); \$second = Payonce\\Payments\\Attempt::begin( \$o ); \$first->nothing_under_way( \$o ); \$kept = \$mark(); \$second->nothing_under_way( \$o ); return array( \$first->follows, \$second->follows, '' !== \$one, \$one !== \$kept && '' !== \$kept, \$mark() );" ) );
		self::assertSame( array( false, true, true, true, '' ), $marks );
	}

	public function test_a_shopper_cannot_cancel_while_her_second_card_is_charged(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, waits_for, keep_until, updated_at) VALUES ({$order['id']}, '{$order['key']}', 'DECLINED', '', NULL, UTC_TIMESTAMP(6))" );
		$ask = "return apply_filters( 'woocommerce_valid_order_statuses_for_cancel', array( 'pending' ), wc_get_order( {$order['id']} ) );";
		self::assertSame( array( 'pending' ), self::$shop->do( 'run', array( 'php' => $ask ) ) );
		self::assertSame( array(), self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); Payonce\\Payments\\Attempt::begin( \$o );" . $ask ) ) );
		self::assertSame( array( 'pending' ), self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); Payonce\\Payments\\Attempt::begin( \$o )->asks( \$o );" . $ask ) ), 'she is at the bank' );
	}

	public function test_an_order_that_payonce_paid_is_payonces_whatever_was_chosen_meanwhile(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$o->set_payment_method( 'bacs' ); \$o->set_payment_method_title( 'Bank transfer' ); \$o->save(); \$o->update_status( 'on-hold' );" ) );
		self::$shop->paid( $order, 'ch_other' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$is = self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); return array( \$o->get_status(), \$o->get_payment_method(), 'Bank transfer' === \$o->get_payment_method_title(), implode( ' ', array_column( wc_get_order_notes( array( 'order_id' => {$order['id']} ) ), 'content' ) ) );" ) );
		self::assertSame( array( 'processing', 'payonce', false ), array_slice( $is, 0, 3 ) );
		self::assertStringContainsString( 'Bank transfer', $is[3] );
	}

	public function test_a_refund_that_failed_takes_its_pieces_back_and_mails_no_one(): void {
		list( $order ) = self::$shop->orders( 1, array( 'items' => array( 'book' => 1, 'widget' => 2 ) ) );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->payment_complete( 'ch_stock' ); wc_get_order( {$order['id']} )->update_status( 'completed' );" ) );
		$mails = count( self::$shop->mails( $order['id'] ) );
		$is    = self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$stock = fn() => wc_get_product( get_option( 'payonce_test' )['widget'] )->get_stock_quantity(); \$lines = array(); foreach ( \$o->get_items() as \$id => \$item ) { \$lines[\$id] = array( 'qty' => \$item->get_quantity(), 'refund_total' => \$item->get_total() ); } \$before = \$stock(); add_filter( 'woocommerce_email_enabled_customer_refunded_order', '__return_false' ); \$r = wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => \$o->get_total(), 'line_items' => \$lines, 'restock_items' => true ) ); \$r->update_meta_data( '_payonce_status_before', 'completed' ); \$r->save(); \$given = \$stock(); Payonce\\Refunds\\RefundRecord::remove( wc_get_order( {$order['id']} ), wc_get_order( \$r->get_id() ), 'declined' ); return array( \$given - \$before, \$stock() - \$before, wc_get_order( {$order['id']} )->get_status() );" ) );
		self::assertSame( array( 2, 0, 'completed' ), $is );
		self::assertCount( $mails, array_diff_key( self::$shop->mails( $order['id'] ), array() ), implode( ', ', self::$shop->mails( $order['id'] ) ) );
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
