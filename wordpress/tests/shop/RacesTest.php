<?php
/**
 * Races.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * The shop's other requests against Payonce, at the same moment. PAYONCE_TEST_RACES: orders each (20).
 */
final class RacesTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	/** @return array<string,array{0:string,1:string[]}> */
	public static function rivals(): array {
		return array(
			'another plugin completes the payment'  => array( 'pay', array( 'processing' ) ),
			'REST sets the order to paid'           => array( 'rest', array( 'processing' ) ),
			'a clerk sets the order to processing'  => array( 'processing', array( 'processing' ) ),
			'a stale request says failed'           => array( 'failed', array( 'processing' ) ),
			'a stale request cancels'               => array( 'cancelled', array( 'processing' ) ),
			'a stale request puts the order on hold' => array( 'on-hold', array( 'processing' ) ),
			'a stale request saves a note'          => array( 'note', array( 'processing' ) ),
		);
	}

	/**
	 * @dataProvider rivals
	 * @param string[] $allowed
	 */
	public function test_a_rival_at_the_same_moment_doubles_nothing_and_undoes_nothing( string $rival, array $allowed ): void {
		$count  = (int) ( getenv( 'PAYONCE_TEST_RACES' ) ?: 20 );
		$orders = self::$shop->orders( $count );
		$rest   = self::$shop->rest_header();
		self::$shop->do( 'queue' );
		$before = self::$shop->do( 'totals' );
		$both   = array();
		mt_srand( 7 );
		foreach ( $orders as $number => $order ) {
			$ms = mt_rand( 0, 600 );
			self::$shop->paid( $order, "ch_race$number" );
			$path = "/?order={$order['id']}&ms=$ms&payonce_test=" . match ( $rival ) {
				'pay'   => 'pay&transaction=ch_rival',
				'note'  => 'note',
				default => "status&to=$rival",
			};
			$rivals = 'rest' === $rival
				? array( 'PUT', "/wp-json/wc/v3/orders/{$order['id']}", '{"set_paid":true}', array( 'Content-Type: application/json', 'X-Forwarded-Proto: https', $rest ) )
				: array( 'GET', $path );
			$time   = time();
			$body   = "{\"order\":{$order['id']}}";
			$kick   = array( 'POST', '/wp-json/payonce/v1/effects', $body, array( 'Content-Type: application/json', "Payonce-Signature: t=$time,v1=" . hash_hmac( 'sha256', "$time.$body", 'test-secret' ) ) );
			self::$shop->http_all( 0 === $number % 2 ? array( $rivals, $kick ) : array( $kick, $rivals ) );
			$both[] = $order['id'];
		}
		self::$shop->do( 'queue' );
		$after  = self::$shop->do( 'totals' );
		$states = self::$shop->do( 'state', array( 'orders' => $both ) );
		$told   = array( 'refused' => 0, 'unappliable' => 0 );
		foreach ( $states as $id => $state ) {
			$effects           = self::$shop->query( "SELECT state, code FROM wp_payonce_effect WHERE order_id = $id" );
			$told['refused'] += $state['outdated'];
			if ( '3' === $effects[0]['state'] ) {
				// The rival came first and meant it: the effect changed nothing, and Payonce is asked to decide again.
				++$told['unappliable'];
				continue;
			}
			self::assertSame( '2', $effects[0]['state'], "order $id: {$effects[0]['code']}" );
			$loaded_it_paid = 0 < count( preg_grep( '/from Processing to /', $state['notes'] ) );
			if ( ! $loaded_it_paid ) {
				self::assertContains( $state['status'], $allowed, "order $id\n" . implode( "\n", $state['notes'] ) );
			}
			self::assertTrue( $state['paid'], "order $id" );
			self::assertSame( 1, $state['payments'], "order $id" );
			self::assertSame( array( 'customer_processing_order to ann@example.test', 'new_order to admin@example.test' ), array_values( preg_grep( '/processing|new_order/', self::$shop->mails( $id ) ) ), "order $id" );
		}
		if ( in_array( $rival, array( 'pay', 'rest', 'processing', 'note' ), true ) ) {
			self::assertEquals( -2 * $count, $after['widget stock'] - $before['widget stock'], 'stock once each' );
			self::assertEquals( 2 * $count, $after['widget sales'] - $before['widget sales'], 'sales once each' );
		}
		fwrite( STDERR, sprintf( "%-12s %d orders: 0 doubled, 0 undone; %d stale writes refused, %d effects handed back\n", $rival, $count, $told['refused'], $told['unappliable'] ) );
	}

	public function test_five_kicks_and_the_queue_at_once_apply_an_effect_once(): void {
		$orders = self::$shop->orders( 5 );
		self::$shop->do( 'queue' );
		$before = self::$shop->do( 'totals' );
		foreach ( $orders as $number => $order ) {
			self::$shop->paid( $order, "ch_kick$number" );
			$time = time();
			$body = "{\"order\":{$order['id']}}";
			$kick = array( 'POST', '/wp-json/payonce/v1/effects', $body, array( 'Content-Type: application/json', "Payonce-Signature: t=$time,v1=" . hash_hmac( 'sha256', "$time.$body", 'test-secret' ) ) );
			self::$shop->http_all( array( $kick, $kick, $kick, $kick, $kick, array( 'GET', '/?payonce_test=queue' ) ) );
		}
		self::$shop->do( 'queue' );
		$after = self::$shop->do( 'totals' );
		self::assertEquals( -10, $after['widget stock'] - $before['widget stock'] );
		foreach ( self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) ) as $id => $state ) {
			self::assertSame( array( 'processing', 1 ), array( $state['status'], $state['payments'] ) );
			self::assertCount( 2, self::$shop->mails( $id ) );
		}
	}

	public function test_the_cron_cancels_what_is_unpaid_and_nothing_else(): void {
		$orders = self::$shop->orders( 6 );
		$ids    = implode( ',', array_column( $orders, 'id' ) );
		self::$shop->do( 'run', array( 'php' => "foreach ( array( $ids ) as \$id ) { \$o = wc_get_order( \$id ); \$o->set_date_modified( time() - 7200 ); \$o->set_date_created( time() - 7200 ); \$o->save(); } global \$wpdb; \$wpdb->query( \"UPDATE {\$wpdb->prefix}wc_orders SET date_updated_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR, date_created_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR WHERE id IN ($ids)\" ); \$wpdb->query( \"UPDATE {\$wpdb->posts} SET post_modified = post_modified - INTERVAL 2 HOUR WHERE ID IN ($ids)\" );" ) );
		// 0 and 1: nothing known. 2: an effect is open. 3: Payonce says the payment may come. 4: it said so until a minute ago. 5: sent just now.
		self::$shop->paid( $orders[2], 'ch_cron' );
		foreach ( array( 3 => '+', 4 => '-' ) as $number => $sign ) {
			self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, keep_until, updated_at) VALUES ({$orders[$number]['id']}, '{$orders[$number]['key']}', 'PENDING', UTC_TIMESTAMP(6) $sign INTERVAL 1 MINUTE, UTC_TIMESTAMP(6))" );
		}
		self::$shop->do( 'run', array( 'php' => "global \$wpdb; \$o = wc_get_order( {$orders[5]['id']} ); \$o->update_meta_data( '_payonce_sent_at', (string) time() ); \$o->save_meta_data(); \$wpdb->query( \"UPDATE {\$wpdb->prefix}wc_orders SET date_updated_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR WHERE id = {$orders[5]['id']}\" );" ) );
		self::$shop->do( 'run', array( 'php' => 'wc_cancel_unpaid_orders();' ) );
		$states = self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) );
		self::assertSame( array( 'cancelled', 'cancelled', 'pending', 'pending', 'cancelled', 'pending' ), array_values( array_column( $states, 'status' ) ) );
	}

	public function test_an_order_that_was_paid_while_the_cron_ran_stays_paid(): void {
		$orders = self::$shop->orders( 12 );
		$ids    = implode( ',', array_column( $orders, 'id' ) );
		self::$shop->query( "UPDATE wp_wc_orders SET date_updated_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR, date_created_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR WHERE id IN ($ids)" );
		self::$shop->query( "UPDATE wp_posts SET post_modified = post_modified - INTERVAL 2 HOUR WHERE ID IN ($ids)" );
		$cron = self::$shop->start( 'run', array( 'php' => 'wc_cancel_unpaid_orders();' ) );
		foreach ( array_slice( $orders, 8 ) as $number => $order ) {
			self::$shop->paid( $order, "ch_while$number", array( 'from' => array( 'pending', 'failed', 'on-hold' ) ) );
			self::$shop->kick( $order['id'] );
		}
		Shop::finish( $cron );
		foreach ( self::$shop->do( 'state', array( 'orders' => array_column( array_slice( $orders, 8 ), 'id' ) ) ) as $id => $state ) {
			$effect = self::$shop->query( "SELECT state, code FROM wp_payonce_effect WHERE order_id = $id" )[0];
			// Cancelled before the payment was settled is Payonce's to decide; paid and then cancelled must not be.
			self::assertContains( "{$state['status']} {$effect['state']}", array( 'processing 2', 'cancelled 3' ), implode( "\n", $state['notes'] ) );
		}
	}
}
