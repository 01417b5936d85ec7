<?php
/**
 * Amounts.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce;

/**
 * An amount in a currency's minor units, as Payonce and gateways count. WooCommerce's display decimals do not matter.
 */
final class Money {

	/** Decimals by ISO 4217, where they are not two. */
	private const DECIMALS = array(
		0 => array( 'BIF', 'BYR', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF' ),
		3 => array( 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND' ),
		4 => array( 'CLF', 'UYW' ),
	);

	/** Decimals that Stripe counts in, where they are not ISO's. Only its script in the browser sees them. */
	private const STRIPE_DECIMALS = array(
		'ISK' => 2,
		'MGA' => 0,
		'UGX' => 2,
	);

	/**
	 * Makes an amount.
	 *
	 * @param int    $minor    Minor units, for instance cents.
	 * @param string $currency ISO 4217, upper case.
	 */
	public function __construct( public readonly int $minor, public readonly string $currency ) {}

	/**
	 * Makes an amount of what WooCommerce tells.
	 *
	 * @param mixed  $amount   A number, or a number as text, in major units.
	 * @param string $currency ISO 4217.
	 */
	public static function of_major( $amount, string $currency ): self {
		$currency = strtoupper( $currency );
		return new self( (int) round( (float) $amount * 10 ** self::digits( $currency ) ), $currency );
	}

	/**
	 * Makes an amount of a JSON object with the fields minor and currency.
	 *
	 * @param mixed $value What was decoded.
	 */
	public static function of_json( $value ): ?self {
		if ( ! is_array( $value ) || ! is_int( $value['minor'] ?? null ) || ! is_string( $value['currency'] ?? null ) ) {
			return null;
		}
		return new self( $value['minor'], strtoupper( $value['currency'] ) );
	}

	/**
	 * Returns major units as WooCommerce's functions want them, with a point.
	 */
	public function major(): string {
		$digits = self::digits( $this->currency );
		return number_format( $this->minor / 10 ** $digits, $digits, '.', '' );
	}

	/**
	 * Returns the amount as Stripe's script counts it.
	 */
	public function stripe_minor(): int {
		return (int) round( $this->minor * 10 ** ( self::stripe_digits( $this->currency ) - self::digits( $this->currency ) ) );
	}

	/**
	 * Counts the decimals that Stripe's script has for a currency.
	 *
	 * @param string $currency ISO 4217, upper case.
	 */
	public static function stripe_digits( string $currency ): int {
		return self::STRIPE_DECIMALS[ $currency ] ?? self::digits( $currency );
	}

	/**
	 * Returns the amount for a note, for instance "49.90 EUR".
	 */
	public function text(): string {
		return $this->major() . ' ' . $this->currency;
	}

	/**
	 * Counts a currency's decimals by ISO 4217, as Payonce does.
	 *
	 * @param string $currency ISO 4217, upper case.
	 */
	public static function digits( string $currency ): int {
		foreach ( self::DECIMALS as $digits => $currencies ) {
			if ( in_array( $currency, $currencies, true ) ) {
				return $digits;
			}
		}
		return 2;
	}
}
