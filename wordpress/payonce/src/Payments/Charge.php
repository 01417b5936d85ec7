<?php
/**
 * Charges.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Payments;

use Payonce\Api\Answer;
use Payonce\Api\Client;
use Payonce\Effects\Applier;

/**
 * The charge of an order through Payonce: the attempt is stored, the request sent, the answer mapped. The whole of it
 * takes 12 seconds at most.
 */
final class Charge {

	/**
	 * Makes a charge's result.
	 *
	 * @param Outcome $outcome The outcome.
	 * @param Answer  $answer  Payonce's answer.
	 */
	private function __construct( public readonly Outcome $outcome, public readonly Answer $answer ) {}

	/**
	 * Charges an order.
	 *
	 * @param \WC_Order           $order The order.
	 * @param array<string,mixed> $body  What to send beside the order's number.
	 */
	public static function of( \WC_Order $order, array $body ): self {
		$deadline = microtime( true ) + Client::SECONDS;
		$order->read_meta_data( true );
		$earlier_one = Attempt::under_way( $order, time() );
		for ( $again = 0; ; $again++ ) {
			$attempt = Attempt::begin( $order );
			$answer  = Client::pay( array( 'order' => $order->get_id() ) + $body, $attempt->key(), max( 1.0, $deadline - microtime( true ) ) );
			$outcome = Outcome::of( $answer );
			if ( Outcome::NOT_TAKEN === $outcome->kind && $earlier_one ) {
				$outcome = Outcome::unknown(); // This request was not taken; the one before it may have been.
			}
			$earlier = Outcome::DECLINED === $outcome->kind && $attempt->has_asked( $order );
			if ( $outcome->ends_attempt() ) {
				$attempt->end( $order );
			} elseif ( Outcome::NOT_TAKEN === $outcome->kind || Outcome::PAID === $outcome->kind ) {
				Attempt::nothing_under_way( $order );
			} elseif ( Outcome::ACTION === $outcome->kind ) {
				$attempt->asks( $order );
			}
			// The key was used with another card, perhaps in another tab: with a new one Payonce decides what is under way.
			// Or the bank has refused the shopper since: this press is a new try.
			if ( ( Outcome::MISMATCH !== $outcome->kind && ! $earlier ) || 2 <= $again || 1.0 > $deadline - microtime( true ) ) {
				break;
			}
		}
		if ( Outcome::PAID === $outcome->kind || Outcome::DECLINED === $outcome->kind ) {
			Applier::apply( $order->get_id(), 1 );
		}
		return new self( $outcome, $answer );
	}

	/**
	 * Returns what to say to the shopper.
	 */
	public function message(): string {
		return ShopperMessages::of( $this->outcome, (bool) ( $this->answer->body['mayRetry'] ?? false ), $this->answer->text( 'twinOf' ) );
	}
}
