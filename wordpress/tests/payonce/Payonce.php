<?php
/**
 * A real Payonce beside a shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Payonce;

use Payonce\Tests\Shop\Shop;

require_once __DIR__ . '/../shop/Shop.php';

/**
 * The Payonce of scripts/shop: its API, the gateway's simulator behind it, and what became of orders.
 */
final class Payonce {

	private string $api;

	private string $bank;

	private string $token;

	public function __construct( private Shop $shop ) {
		$this->bank = trim( (string) file_get_contents( getenv( 'PAYONCE_TEST_WORK' ) . '/run/bank' ) );
		$settings   = $shop->do( 'run', array( 'php' => "return get_option( 'woocommerce_payonce_settings' );" ) );
		$this->api  = $settings['api'];
		$this->token = $settings['token'];
	}

	/**
	 * Returns the request that pays an order.
	 *
	 * @param array<string,mixed> $more Further fields of the request.
	 * @return array{0:string,1:string,2:string,3:string[]}
	 */
	public function charge( int $order, string $method = 'pm_card_visa', string $key = '', array $more = array() ): array {
		return array( 'POST', $this->api . '/payments', (string) json_encode( array( 'order' => $order, 'paymentMethod' => $method ) + $more ), array( 'Content-Type: application/json', 'Authorization: Bearer ' . $this->token, 'Idempotency-Key: ' . ( '' === $key ? "race-$order" : $key ) ) );
	}

	/**
	 * Returns the request by which the bank confirms a payment, after which the gateway calls back.
	 *
	 * @return array{0:string,1:string}
	 */
	public function confirm( string $payment ): array {
		return array( 'GET', "{$this->bank}/answer?payment_intent=$payment&pass=true" );
	}

	/** Lets the gateway deliver each event of now on in this number of copies, all at once. */
	public function callbacks( int $copies ): void {
		file_get_contents( "{$this->bank}/callbacks?copies=$copies" );
	}

	/**
	 * Returns the order's payments at the gateway.
	 *
	 * @return array<int,array<string,mixed>>
	 */
	public function payments( int $order ): array {
		return json_decode( (string) file_get_contents( "{$this->bank}/payments?order=$order" ), true );
	}

	/** Waits until each effect of these orders is applied, or handed back and decided again; what a person must mend stays. */
	public function settle( array $orders, int $seconds = 90 ): void {
		$ids = implode( ',', $orders );
		$end = microtime( true ) + $seconds;
		do {
			$this->shop->do( 'queue' );
			$open = (int) $this->shop->query( "SELECT COUNT(*) AS n FROM wp_payonce_effect WHERE order_id IN ($ids) AND (state IN (0, 1) OR (state = 3 AND code <> 'paid_otherwise'))" )[0]['n'];
			if ( 0 === $open ) {
				$this->shop->do( 'queue' );
				return;
			}
			usleep( 500000 );
		} while ( microtime( true ) < $end );
	}

	/** Waits until PHP has applied an effect of this kind to each of these orders. */
	public function await( array $orders, string $kind, int $seconds = 60 ): void {
		$end = microtime( true ) + $seconds;
		do {
			$this->settle( $orders );
			$done = (int) $this->shop->query( "SELECT COUNT(DISTINCT order_id) AS n FROM wp_payonce_effect WHERE kind = '$kind' AND state = 2 AND order_id IN (" . implode( ',', $orders ) . ')' )[0]['n'];
		} while ( $done < count( $orders ) && microtime( true ) < $end );
	}

	/**
	 * Counts what must not be, of orders of which each wants these pieces.
	 *
	 * @param int[] $orders
	 * @param bool  $tell   True to print the orders that are wrong.
	 * @param int   $most   Pieces at most, where a clerk adds some; 0 for the same number.
	 * @return array<string,int>
	 */
	public function verdict( array $orders, int $pieces, bool $tell, int $most = 0 ): array {
		$count = array_fill_keys( array( 'orders', 'charged', 'charged twice', 'doubled', 'unfulfilled', 'paid and cancelled, no review', 'set back', 'reviews', 'cancelled unpaid', 'refunded' ), 0 );
		$count['orders'] = count( $orders );
		foreach ( array_chunk( $orders, 50 ) as $some ) {
			foreach ( $this->shop->do( 'state', array( 'orders' => $some ) ) as $order => $state ) {
				$kept   = array_filter( $this->payments( $order ), static fn( $payment ) => $payment['amount_received'] > ( $payment['latest_charge']['amount_refunded'] ?? 0 ) );
				$went   = array_filter( $this->payments( $order ), static fn( $payment ) => 0 < ( $payment['latest_charge']['amount_refunded'] ?? 0 ) );
				$review = $this->shop->query( "SELECT review FROM wp_payonce_payment WHERE order_id = $order" )[0]['review'] ?? null;
				$mails  = array_map( static fn( $mail ) => (string) strtok( $mail, ' ' ), $this->shop->mails( $order ) );
				$twice  = 1 < $state['payments'] || max( $pieces, $most ) < $state['reduced'] || 1 < count( array_keys( $mails, 'customer_processing_order', true ) ) || 1 < count( array_keys( $mails, 'new_order', true ) );
				$done   = in_array( $state['status'], array( 'processing', 'completed' ), true ) && $pieces <= $state['reduced'] && $state['sales'] && in_array( 'customer_processing_order', $mails, true );
				$count['charged']          += array() !== $kept ? 1 : 0;
				$count['charged twice']    += 1 < count( $kept ) ? 1 : 0;
				$count['refunded']         += array() !== $went ? 1 : 0;
				$count['doubled']          += $twice ? 1 : 0;
				$count['set back']         += array() !== preg_grep( '/from Processing to (Pending|Failed|Cancelled|On hold)/', $state['notes'] ) ? 1 : 0;
				$count['reviews']          += null !== $review ? 1 : 0;
				$count['cancelled unpaid'] += array() === $kept && 'cancelled' === $state['status'] ? 1 : 0;
				if ( array() !== $kept && null === $review && ! $done ) {
					$name = in_array( $state['status'], array( 'cancelled', 'failed', 'on-hold', 'pending' ), true ) ? 'paid and cancelled, no review' : 'unfulfilled';
					++$count[ $name ];
					$tell && fwrite( STDERR, "order $order: " . json_encode( array( $state, $mails, $this->shop->query( "SELECT entry, kind, state, code, detail FROM wp_payonce_effect WHERE order_id = $order" ) ) ) . "\n" );
				} elseif ( $twice && $tell ) {
					fwrite( STDERR, "order $order: " . json_encode( array( $state, $mails ) ) . "\n" );
				}
			}
		}
		return $count;
	}
}
