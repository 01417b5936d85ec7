<?php
/**
 * Races through a real Payonce.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Payonce;

use Payonce\Tests\Shop\Shop;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Payonce.php';
require_once __DIR__ . '/Clerk.php';

/**
 * The shop's other requests beside a payment that goes through Payonce's API and worker. PAYONCE_TEST_RACES: orders each (20).
 */
final class RacesWithPayonceTest extends TestCase {

	private static Shop $shop;

	private static Payonce $payonce;

	private static int $count;

	public static function setUpBeforeClass(): void {
		self::$shop    = Shop::here();
		self::$payonce = new Payonce( self::$shop );
		self::$count   = (int) ( getenv( 'PAYONCE_TEST_RACES' ) ?: 20 );
	}

	/** @return array<string,array{0:string}> */
	public static function rivals(): array {
		return array(
			'another plugin completes the payment'   => array( 'pay' ),
			'REST sets the order to paid'            => array( 'rest' ),
			'a stale request cancels'                => array( 'cancelled' ),
			'a stale request says failed'            => array( 'failed' ),
			'a stale request puts the order on hold' => array( 'on-hold' ),
			'the cron cancels unpaid orders'         => array( 'cron' ),
			'a clerk saves an edit page of before'   => array( 'edit' ),
			'the shopper cancels'                    => array( 'shopper_cancel' ),
			'another plugin fulfils the order'       => array( 'processing' ),
			'a stale request writes its transaction' => array( 'transaction' ),
			'a clerk adds a piece'                   => array( 'piece' ),
		);
	}

	/** @dataProvider rivals */
	public function test_a_rival_beside_the_payment( string $rival ): void {
		$orders = $this->orders();
		$rest   = self::$shop->rest_header();
		$clerk  = 'edit' === $rival ? new Clerk( self::$shop->address ) : null;
		mt_srand( 7 );
		foreach ( array_chunk( $orders, 'cron' === $rival ? 10 : 3 ) as $some ) {
			if ( 'cron' === $rival ) {
				$this->age( array_column( $some, 'id' ) );
			}
			$requests = 'cron' === $rival ? array( array( 'GET', '/?payonce_test=cron&ms=' . mt_rand( 0, 300 ) ) ) : array();
			foreach ( $some as $order ) {
				$ms         = mt_rand( 0, 600 );
				$requests[] = self::$payonce->charge( $order['id'] );
				if ( 'rest' === $rival ) {
					$requests[] = array( 'PUT', "/wp-json/wc/v3/orders/{$order['id']}", '{"set_paid":true}', array( 'Content-Type: application/json', 'X-Forwarded-Proto: https', $rest ), $ms );
				} elseif ( null !== $clerk ) {
					$requests[] = array( ...$clerk->unchanged_save( $order['id'] ), $ms );
				} elseif ( 'cron' !== $rival ) {
					$requests[] = array( 'GET', "/?order={$order['id']}&ms=$ms&payonce_test=" . match ( $rival ) {
						'pay'            => 'pay&transaction=ch_rival',
						'shopper_cancel', 'transaction', 'piece' => $rival,
						default          => "status&to=$rival",
					} );
				}
			}
			self::$shop->http_all( $requests );
		}
		$this->judge( $rival, $orders );
	}

	/** @return array<string,array{0:int}> */
	public static function copies(): array {
		return array( 'one callback' => array( 1 ), 'two copies of the callback at once' => array( 2 ) );
	}

	/** @dataProvider copies */
	public function test_the_callback_beside_the_shoppers_return( int $copies ): void {
		$orders = $this->orders();
		self::$payonce->callbacks( $copies );
		foreach ( array_chunk( $orders, 3 ) as $some ) {
			self::$shop->http_all( array_map( static fn( $order ) => self::$payonce->charge( $order['id'], 'pm_card_threeDSecure2Required' ), $some ) );
			$keys     = self::$shop->do( 'run', array( 'php' => 'return array_map( fn( $id ) => wc_get_order( $id )->get_order_key(), array( ' . implode( ',', array_column( $some, 'id' ) ) . ' ) );' ) );
			$requests = array();
			foreach ( $some as $number => $order ) {
				$requests[] = self::$payonce->confirm( self::$payonce->payments( $order['id'] )[0]['id'] );
				$requests[] = array( 'GET', "/checkout/order-received/{$order['id']}/?key={$keys[ $number ]}&payonce=1" );
			}
			self::$shop->http_all( $requests );
		}
		self::$payonce->callbacks( 1 );
		$this->judge( "return, $copies", $orders );
	}

	public function test_two_clerks_refund_everything_at_once(): void {
		$orders = $this->orders( (int) min( 50, self::$count ) );
		$rest   = self::$shop->rest_header();
		foreach ( array_chunk( $orders, 4 ) as $some ) {
			self::$shop->http_all( array_map( static fn( $order ) => self::$payonce->charge( $order['id'] ), $some ) );
		}
		self::$payonce->settle( array_column( $orders, 'id' ) );
		$answers = array();
		$told    = array();
		foreach ( $orders as $order ) {
			$refund = array( 'POST', "/wp-json/wc/v3/orders/{$order['id']}/refunds", '{"amount":"50.00","api_refund":true}', array( 'Content-Type: application/json', 'X-Forwarded-Proto: https', $rest ) );
			foreach ( self::$shop->http_all( array( $refund, $refund ) ) as $answer ) {
				$answers[] = $answer[0];
				$told[]    = $answer[1]['message'] ?? '';
				self::assertContains( $answer[0], array( 201, 400, 409 ), json_encode( $answer ) );
			}
		}
		self::$payonce->settle( array_column( $orders, 'id' ) );
		foreach ( self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) ) as $id => $state ) {
			self::assertSame( 5000, self::$payonce->payments( $id )[0]['latest_charge']['amount_refunded'], "order $id" );
			self::assertSame( array( 'refunded', 50.0 ), array( $state['status'], (float) $state['refunded'] ), "order $id\n" . implode( "\n", $state['notes'] ) );
		}
		fwrite( STDERR, sprintf( "two clerks: %d orders, 0 refunded beyond the payment; answers %s %s\n", count( $orders ), json_encode( array_count_values( $answers ) ), json_encode( array_count_values( array_filter( $told ) ) ) ) );
	}

	public function test_a_paid_order_is_fulfilled_within_a_second(): void {
		$orders = $this->orders();
		$waits  = array();
		foreach ( $orders as $order ) {
			self::$shop->http_all( array( self::$payonce->charge( $order['id'], 'pm_card_threeDSecure2Required' ) ) );
			$payment = self::$payonce->payments( $order['id'] )[0]['id'];
			$start   = microtime( true );
			self::$shop->http_all( array( self::$payonce->confirm( $payment ) ) );
			$paid = array();
			while ( array() === $paid && microtime( true ) < $start + 30 ) {
				usleep( 20000 );
				$paid = self::$shop->query( "SELECT UNIX_TIMESTAMP(CONVERT_TZ(applied_at, '+00:00', @@session.time_zone)) AS at FROM wp_payonce_effect WHERE order_id = {$order['id']} AND kind = 'paid' AND state IN (1, 2)" );
			}
			self::assertNotSame( array(), $paid, "order {$order['id']} is not fulfilled after 30 s" );
			$waits[] = (float) $paid[0]['at'] - $start;
		}
		sort( $waits );
		$at = static fn( float $part ) => $waits[ (int) floor( $part * ( count( $waits ) - 1 ) ) ];
		fwrite( STDERR, sprintf( "from the bank's yes, before the callback, to the fulfilled order: %d orders, median %.2f s, 95 %% %.2f s, longest %.2f s\n", count( $waits ), $at( 0.5 ), $at( 0.95 ), end( $waits ) ) );
		self::assertLessThan( (float) ( getenv( 'PAYONCE_TEST_MEDIAN' ) ?: 1.0 ), $at( 0.5 ) );
	}

	/** @return array<int,array{id:int,key:string,total:int}> */
	private function orders( ?int $count = null ): array {
		return self::$shop->orders( $count ?? self::$count, array( 'shoppers' => self::$shop->id( 'r' ) ) );
	}

	/** @param array<int,array{id:int}> $orders */
	private function judge( string $rival, array $orders ): void {
		$ids = array_column( $orders, 'id' );
		// What a stale request did after the payment is mended, or goes to review, within a round of the sweep: here 10 s.
		for ( $round = 0; $round < 4; $round++ ) {
			self::$payonce->settle( $ids );
			$count = self::$payonce->verdict( $ids, 2, 3 === $round, 'piece' === $rival ? 3 : 2 );
			if ( 0 === $count['unfulfilled'] + $count['paid and cancelled, no review'] ) {
				break;
			}
			sleep( 8 );
		}
		fwrite( STDERR, sprintf( "%-10s %s\n", $rival, implode( ', ', array_map( static fn( $name, $number ) => "$name $number", array_keys( $count ), $count ) ) ) );
		foreach ( array( 'charged twice', 'doubled', 'unfulfilled', 'paid and cancelled, no review' ) as $never ) {
			self::assertSame( 0, $count[ $never ], "$rival: $never" );
		}
		if ( ! in_array( $rival, array( 'cancelled', 'failed', 'on-hold', 'shopper_cancel' ), true ) ) {
			self::assertSame( 0, $count['set back'], "$rival: no paid order is set back, not even for a moment" );
		}
		self::assertGreaterThan( 0, $count['charged'] + $count['cancelled unpaid'] + $count['reviews'], 'something happened' );
	}

	/** @param int[] $ids */
	private function age( array $ids ): void {
		$list = implode( ',', $ids );
		self::$shop->query( "UPDATE wp_wc_orders SET date_updated_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR, date_created_gmt = UTC_TIMESTAMP() - INTERVAL 2 HOUR WHERE id IN ($list)" );
		self::$shop->query( "UPDATE wp_posts SET post_modified = post_modified - INTERVAL 2 HOUR WHERE ID IN ($list)" );
	}
}
