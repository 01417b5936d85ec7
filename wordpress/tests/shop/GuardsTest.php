<?php
/**
 * The guards, on and off.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * Each guard's race, step by step: a request reads an order, another process pays it, the request goes on. With the guard
 * nothing happens; without it, the very damage that it is for. So these tests would notice a guard that does nothing.
 */
final class GuardsTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	/** @return array<string,array{0:string,1:string,2:string,3:mixed,4:mixed}> */
	public static function races(): array {
		$status   = 'return wc_get_order( $id )->get_status();';
		$payments = 'return count( preg_grep( "/^Payment via |from Pending payment to Processing/", array_map( fn( $n ) => $n->content, wc_get_order_notes( array( "order_id" => $id ) ) ) ) );';
		$mails    = 'return count( $GLOBALS["statuses"] ?? array() );';
		$listen   = 'add_action( "woocommerce_order_status_processing", function () { $GLOBALS["statuses"][] = 1; } ); ';
		return array(
			// Before WooCommerce 11 only the change of status leaves a note, and the guard of stale objects drops that change too.
			'payment_complete() of another gateway' => array( 'payment_complete,stale_object', '$order->payment_complete( "ch_rival" );', $payments, 1, 2 ),
			'its transaction id'                    => array( 'payment_complete', '$order->payment_complete( "ch_rival" );', 'return wc_get_order( $id )->get_transaction_id();', 'ch_guard', 'ch_rival' ),
			'a stale cancel'                        => array( 'stale_object', '$order->update_status( "cancelled" );', $status, 'processing', 'cancelled' ),
			'a stale failure'                       => array( 'stale_object', '$order->update_status( "failed" );', $status, 'processing', 'failed' ),
			'a stale hold'                          => array( 'stale_object', '$order->update_status( "on-hold" );', $status, 'processing', 'on-hold' ),
			'a stale processing, its hooks again'   => array( 'stale_object', $listen . '$order->update_status( "processing" );', $mails, 0, 1 ),
			'the unpaid cron'                       => array( 'unpaid_cron', '', 'return apply_filters( "woocommerce_cancel_unpaid_order", true, $order );', false, true ),
			'an edit page of before'                => array( 'edit_page', '$_POST = array( "payonce_opened_status" => "pending", "order_status" => "wc-pending" ); foreach ( array( 0, 5 ) as $p ) { foreach ( $GLOBALS["wp_filter"]["woocommerce_process_shop_order_meta"]->callbacks[ $p ] ?? array() as $c ) { call_user_func( $c["function"], $id ); } }', 'return $_POST["order_status"];', 'wc-processing', 'wc-pending' ),
			'a checkout that is sent again'         => array( 'checkout_resume', 'add_filter( "wp_redirect", function ( $to ) { throw new Exception( str_contains( $to, "order-received" ) ? "the order is shown" : $to ); } ); try { do_action( "woocommerce_resume_order", $id ); $went = "items are replaced"; } catch ( Exception $e ) { $went = $e->getMessage(); }', 'return $went;', 'the order is shown', 'items are replaced' ),
			'the shopper\'s cancel'                 => array( 'shopper_cancel', '', 'return count( apply_filters( "woocommerce_valid_order_statuses_for_cancel", array( "pending", "failed" ), $order ) );', 0, 2 ),
		);
	}

	/** @return array<string,array{0:string}> */
	public static function ends(): array {
		$run = ' as_enqueue_async_action( "payonce_test_broken" ); ActionScheduler_QueueRunner::instance()->run( "test" );';
		return array(
			'a payment_complete() of an order that is known as paid' => array( '$order->payment_complete( "ch_1" ); $order->payment_complete( "ch_2" );' ),
			'a payment_complete() that another plugin breaks'        => array( 'add_action( "payonce_test_broken", function () use ( $order ) { add_filter( "woocommerce_payment_complete_order_status", fn() => throw new Exception( "no" ) ); $order->payment_complete( "ch_1" ); } );' . $run ),
			'a save that another plugin breaks'                      => array( 'add_action( "payonce_test_broken", function () use ( $order ) { add_action( "woocommerce_before_order_object_save", fn() => throw new Exception( "no" ), 5 ); $order->update_status( "on-hold" ); } );' . $run ),
		);
	}

	/** @dataProvider ends */
	public function test_a_long_process_keeps_no_orders_lock( string $then ): void {
		list( $order ) = self::$shop->orders( 1 );
		self::assertFalse( self::$shop->do( 'run', array( 'php' => "\$order = wc_get_order( {$order['id']} ); $then return Payonce\\Orders\\OrderLock::held_any();" ) ) );
	}

	public function test_a_payment_complete_that_gets_no_lock_compares_the_status_all_the_same(): void {
		list( $order ) = self::$shop->orders( 1 );
		$late          = "\$order = wc_get_order( {$order['id']} ); exec( PHP_BINARY . ' ' . escapeshellarg( PAYONCE_TEST_DO ) . ' ' . escapeshellarg( rtrim( ABSPATH, '/' ) ) . ' apply ' . escapeshellarg( '{\"orders\":[{$order['id']}]}' ) ); \$other = new wpdb( DB_USER, DB_PASSWORD, DB_NAME, DB_HOST ); \$other->get_var( \"SELECT GET_LOCK('order_payment_lock_{$order['id']}', 0)\" ); \$order->payment_complete( 'ch_rival' ); Payonce\\Orders\\OrderCaches::forget( {$order['id']} ); return wc_get_order( {$order['id']} )->get_transaction_id();";
		self::$shop->paid( $order, 'ch_guard' );
		self::assertSame( 'ch_guard', self::$shop->do( 'run', array( 'php' => $late ) ) );
	}

	public function test_each_guard_has_its_race_and_its_switch(): void {
		$raced  = array_merge( ...array_map( static fn( $race ) => explode( ',', $race[0] ), array_values( self::races() ) ) );
		$guards = self::$shop->do( 'run', array( 'php' => '$set = get_option( "woocommerce_payonce_settings" ); $all = array(); foreach ( Payonce\\Guards\\Guards::names() as $name ) { foreach ( array( "no", "yes" ) as $on ) { update_option( "woocommerce_payonce_settings", array( "guard_$name" => $on ) + $set ); $all[ $name ][] = Payonce\\Guards\\Guards::on( $name ); } } update_option( "woocommerce_payonce_settings", $set ); return $all;' ) );
		self::assertSame( array(), array_diff( array_keys( $guards ), $raced ) );
		foreach ( $guards as $name => $switched ) {
			self::assertSame( array( false, true ), $switched, $name );
		}
	}

	/**
	 * @dataProvider races
	 * @param mixed $guarded
	 * @param mixed $unguarded
	 */
	public function test_the_guard_stops_the_race_that_is_there_without_it( string $guard, string $then, string $observe, $guarded, $unguarded ): void {
		foreach ( array( '' => $guarded, $guard => $unguarded ) as $off => $expected ) {
			list( $order ) = self::$shop->orders( 1 );
			self::$shop->paid( $order, 'ch_guard' );
			$pay = "\$id = {$order['id']}; \$order = wc_get_order( \$id ); exec( PHP_BINARY . ' ' . escapeshellarg( PAYONCE_TEST_DO ) . ' ' . escapeshellarg( rtrim( ABSPATH, '/' ) ) . ' apply ' . escapeshellarg( '{\"orders\":[{$order['id']}]}' ) ); ";
			self::assertSame( $expected, self::$shop->do( 'run', array( 'php' => $pay . $then . ' Payonce\\Orders\\OrderCaches::forget( $id ); ' . $observe ), array( 'PAYONCE_TEST_GUARD_OFF' => (string) $off ) ), '' === $off ? 'guarded' : "without $guard" );
		}
	}
}
