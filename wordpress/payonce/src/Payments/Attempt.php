<?php
/**
 * Attempts to pay.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Payments;

use Payonce\Fingerprint;

/**
 * One attempt to pay an order, and its idempotency key. The number stands on the order before anything is sent, so that
 * a request that dies is repeated with the same key. It goes up only after an answer that is final for the key.
 */
final class Attempt {

	public const META = '_payonce_attempt';

	/** When an attempt was sent that has no final answer yet; Unix seconds. */
	public const SENT_META = '_payonce_sent_at';

	/** The attempt whose shopper was asked to act at the gateway. */
	public const ASKED_META = '_payonce_asked';

	/** Seconds after which Payonce itself drops a request to pay. */
	public const LIFETIME = 1800;

	/**
	 * Makes an attempt.
	 *
	 * @param int    $order_id  The order.
	 * @param string $order_key WooCommerce's order key; only its hash goes into the idempotency key.
	 * @param int    $number    From 1.
	 */
	public function __construct( private readonly int $order_id, private readonly string $order_key, public readonly int $number ) {}

	/**
	 * Begins an attempt: its number and the time are stored.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function begin( \WC_Order $order ): self {
		$order->read_meta_data( true );
		$number = max( 1, (int) $order->get_meta( self::META ) );
		$order->update_meta_data( self::META, (string) $number );
		$order->update_meta_data( self::SENT_META, (string) time() );
		$order->save_meta_data();
		return new self( $order->get_id(), $order->get_order_key(), $number );
	}

	/**
	 * Ends an attempt whose answer is final, and makes way for the next one. Another tab may have done so before.
	 *
	 * @param \WC_Order $order The order.
	 */
	public function end( \WC_Order $order ): void {
		$order->read_meta_data( true );
		if ( (int) $order->get_meta( self::META ) <= $this->number ) {
			$order->update_meta_data( self::META, (string) ( $this->number + 1 ) );
		}
		$order->delete_meta_data( self::SENT_META );
		$order->save_meta_data();
	}

	/**
	 * Notes that the shopper has to act at the gateway.
	 *
	 * @param \WC_Order $order The order.
	 */
	public function asks( \WC_Order $order ): void {
		$order->update_meta_data( self::ASKED_META, (string) $this->number );
		$order->save_meta_data();
	}

	/**
	 * Tells if the shopper had to act at the gateway before. A decline of this attempt then is the answer to that, and not
	 * to the card that was sent now.
	 *
	 * @param \WC_Order $order The order.
	 */
	public function has_asked( \WC_Order $order ): bool {
		return (int) $order->get_meta( self::ASKED_META ) === $this->number;
	}

	/**
	 * Tells if the newest attempt was sent and may not be known to Payonce. One that asks the shopper is known.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $now   Unix seconds.
	 */
	public static function unknown( \WC_Order $order, int $now ): bool {
		return self::under_way( $order, $now ) && (int) $order->get_meta( self::ASKED_META ) !== max( 1, (int) $order->get_meta( self::META ) );
	}

	/**
	 * Notes that nothing is under way any more.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function nothing_under_way( \WC_Order $order ): void {
		$order->delete_meta_data( self::SENT_META );
		$order->save_meta_data();
	}

	/**
	 * Tells if an attempt may be under way that Payonce has not written down yet.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $now   Unix seconds.
	 */
	public static function under_way( \WC_Order $order, int $now ): bool {
		$sent = (int) $order->get_meta( self::SENT_META );
		return 0 < $sent && $now - $sent < self::LIFETIME;
	}

	/**
	 * Returns the idempotency key.
	 */
	public function key(): string {
		return 'wc-' . $this->order_id . '-' . substr( Fingerprint::of_order_key( $this->order_key ), 0, 12 ) . '-' . $this->number;
	}
}
