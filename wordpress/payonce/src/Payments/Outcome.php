<?php
/**
 * What an attempt came to.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Payments;

use Payonce\Api\Answer;

/**
 * The outcome of an attempt to pay, as the checkout has to treat it. It is a pure function of Payonce's answer.
 */
final class Outcome {

	/** The money is here, or reserved. */
	public const PAID = 'paid';

	/** The shopper has to act at the gateway. */
	public const ACTION = 'action';

	/** A bank decides, or nothing is decided yet; the shopper may leave. */
	public const PENDING = 'pending';

	/** Declined; the next attempt needs another key. */
	public const DECLINED = 'declined';

	/** Not taken, and nothing was charged; the same key may be sent again. */
	public const NOT_TAKEN = 'not_taken';

	/** The outcome is unknown; the same key must be sent again. */
	public const UNKNOWN = 'unknown';

	/** The key was used with other parameters; the next attempt needs another key. */
	public const MISMATCH = 'mismatch';

	/** Refused for good. */
	public const REFUSED = 'refused';

	/**
	 * Makes an outcome.
	 *
	 * @param string $kind One of this class's constants.
	 * @param string $code Payonce's code.
	 */
	private function __construct( public readonly string $kind, public readonly string $code = '' ) {}

	/**
	 * Maps an answer.
	 *
	 * @param Answer $answer The answer to POST /payments.
	 */
	public static function of( Answer $answer ): self {
		$code = $answer->text( 'code' );
		switch ( $answer->status() ) {
			case 'paid':
			case 'authorized':
			case 'captured':
				return new self( self::PAID );
			case 'action_required':
				// Without the action (the gateway could not be asked for it) the shopper can only ask again.
				return '' === $answer->action( 'redirectUrl' ) && '' === $answer->action( 'clientSecret' ) ? new self( self::UNKNOWN, 'action_missing' ) : new self( self::ACTION );
			case 'pending':
			case 'working':
				return new self( self::PENDING, $code );
			case 'declined':
				return new self( self::DECLINED, $code );
			case 'later':
				return new self( self::UNKNOWN, $code );
			case 'refused':
				return new self( 'already_paid' === $code ? self::PAID : self::REFUSED, $code );
			case 'cancelled':
			case 'refunded':
				return new self( self::REFUSED, $answer->status() );
		}
		if ( 422 === $answer->http ) {
			return new self( self::MISMATCH );
		}
		if ( in_array( $answer->http, array( Answer::NOT_SENT, 408, 429, 503 ), true ) ) {
			return new self( self::NOT_TAKEN );
		}
		if ( Answer::NO_ANSWER === $answer->http || 500 <= $answer->http || 202 === $answer->http ) {
			return new self( self::UNKNOWN );
		}
		return new self( self::REFUSED, 'settings' );
	}

	/**
	 * Returns the outcome of which nothing is known.
	 */
	public static function unknown(): self {
		return new self( self::UNKNOWN );
	}

	/**
	 * Tells if this is final for the idempotency key without a payment: the next attempt needs another one.
	 */
	public function ends_attempt(): bool {
		return in_array( $this->kind, array( self::DECLINED, self::MISMATCH, self::REFUSED ), true );
	}

	/**
	 * Tells if the shopper can go on to the page of the received order.
	 */
	public function is_success(): bool {
		return in_array( $this->kind, array( self::PAID, self::PENDING, self::ACTION ), true );
	}
}
