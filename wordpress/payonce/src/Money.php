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

	/**
	 * Currencies whose number of decimals is not two, by ISO 4217. Payonce has the same list.
	 */
	private const DIGITS = array(
		0 => array( 'ADP', 'BEF', 'BIF', 'BYB', 'BYR', 'CLP', 'DJF', 'ESP', 'GNF', 'GRD', 'ISK', 'ITL', 'JPY', 'KMF', 'KRW', 'LUF', 'MGF', 'PTE', 'PYG', 'ROL', 'RWF', 'TPE', 'TRL', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF' ),
		3 => array( 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND' ),
		4 => array( 'CLF' ),
	);

	/**
	 * Decimals that Stripe's script counts in, where they are not ISO's.
	 */
	private const STRIPE_DIGITS = array(
		'ISK' => 2,
		'UGX' => 2,
		'MGA' => 0,
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
	 * Returns the amount for a note, for instance "49.90 EUR".
	 */
	public function text(): string {
		return $this->major() . ' ' . $this->currency;
	}

	/**
	 * Counts a currency's decimals.
	 *
	 * @param string $currency ISO 4217, upper case.
	 */
	private static function digits( string $currency ): int {
		foreach ( self::DIGITS as $digits => $currencies ) {
			if ( in_array( $currency, $currencies, true ) ) {
				return $digits;
			}
		}
		return 2;
	}

	/**
	 * Counts the decimals in which Stripe's script takes a currency.
	 *
	 * @param string $currency ISO 4217, upper case.
	 */
	public static function stripe_digits( string $currency ): int {
		return self::STRIPE_DIGITS[ $currency ] ?? self::digits( $currency );
	}
}
