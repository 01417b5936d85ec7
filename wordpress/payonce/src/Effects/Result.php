<?php
/**
 * What an effect came to.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The result of applying an effect. A temporary failure is an exception instead, and the effect stays open.
 */
final class Result {

	/**
	 * Makes a result.
	 *
	 * @param int    $state  One of Effect's states.
	 * @param string $code   Stable, lower case.
	 * @param string $detail For people.
	 */
	private function __construct( public readonly int $state, public readonly string $code, public readonly string $detail ) {}

	/**
	 * The order was changed.
	 */
	public static function applied(): self {
		return new self( Effect::DONE, 'applied', '' );
	}

	/**
	 * The order is already as the effect wants it.
	 *
	 * @param string $code Why, for instance "already_paid".
	 */
	public static function not_needed( string $code ): self {
		return new self( Effect::DONE, $code, '' );
	}

	/**
	 * The order is not as Payonce believed. Payonce has to decide again.
	 *
	 * @param string $code   Why, for instance "status_is_trash".
	 * @param string $detail For people.
	 */
	public static function unappliable( string $code, string $detail = '' ): self {
		return new self( Effect::UNAPPLIABLE, $code, $detail );
	}
}
