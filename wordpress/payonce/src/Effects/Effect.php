<?php
/**
 * A row of the outbox.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Money;

/**
 * An effect on an order that Payonce decided and PHP applies. CONTRACT.md lists the kinds and their fields.
 */
final class Effect {

	public const OPEN        = 0;
	public const APPLIED     = 1;
	public const DONE        = 2;
	public const UNAPPLIABLE = 3;
	public const REPORTED    = 4;

	/**
	 * Makes an effect.
	 *
	 * @param int                 $id        The row's id.
	 * @param int                 $order_id  The order.
	 * @param string              $order_key Fingerprint of the order's key.
	 * @param string              $kind      For instance "paid".
	 * @param array<string,mixed> $body      The decoded body.
	 * @param int                 $tries     How often it was tried.
	 */
	public function __construct(
		public readonly int $id,
		public readonly int $order_id,
		public readonly string $order_key,
		public readonly string $kind,
		public readonly array $body,
		public readonly int $tries
	) {}

	/**
	 * Reads a row.
	 *
	 * @param array<string,string|null> $row The row.
	 */
	public static function of( array $row ): self {
		$body = json_decode( (string) $row['body'], true );
		return new self( (int) $row['id'], (int) $row['order_id'], (string) $row['order_key'], (string) $row['kind'], is_array( $body ) ? $body : array(), (int) $row['tries'] );
	}

	/**
	 * Returns a field that is a text; empty if it is missing.
	 *
	 * @param string $name The field.
	 */
	public function text( string $name ): string {
		$value = $this->body[ $name ] ?? '';
		return is_scalar( $value ) ? (string) $value : '';
	}

	/**
	 * Tells if a field is true.
	 *
	 * @param string $name The field.
	 */
	public function flag( string $name ): bool {
		return true === ( $this->body[ $name ] ?? false );
	}

	/**
	 * Returns a field that is a list of texts.
	 *
	 * @param string $name The field.
	 * @return string[]
	 */
	public function texts( string $name ): array {
		return array_values( array_filter( (array) ( $this->body[ $name ] ?? array() ), 'is_string' ) );
	}

	/**
	 * Returns a field that is an amount.
	 *
	 * @param string $name The field.
	 */
	public function money( string $name ): ?Money {
		return Money::of_json( $this->body[ $name ] ?? null );
	}
}
