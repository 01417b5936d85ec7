<?php
declare(strict_types=1);

namespace Payonce\Tests;

use Payonce\Money;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/bootstrap.php';

final class MoneyTest extends TestCase {

	/** @return array<int,array{0:mixed,1:string,2:int,3:string}> */
	public static function amounts(): array {
		return array(
			array( '49.90', 'eur', 4990, '49.90 EUR' ),
			array( 0.29, 'EUR', 29, '0.29 EUR' ),
			array( '1.005', 'EUR', 101, '1.01 EUR' ),
			array( '49.995', 'EUR', 5000, '50.00 EUR' ),
			array( '500', 'JPY', 500, '500 JPY' ),
			array( '1.234', 'KWD', 1234, '1.234 KWD' ),
			array( '1234567.89', 'USD', 123456789, '1234567.89 USD' ),
			array( '', 'EUR', 0, '0.00 EUR' ),
		);
	}

	/**
	 * @dataProvider amounts
	 * @param mixed $major
	 */
	public function test_counts_in_minor_units_of_the_currency_whatever_the_shop_displays( $major, string $currency, int $minor, string $text ): void {
		$money = Money::of_major( $major, $currency );
		self::assertSame( $minor, $money->minor );
		self::assertSame( $text, $money->text() );
	}

	/** Payonce reads the same list in StripeAmountsTest: one table for PHP, Java and Stripe's script. */
	public function test_every_currency_of_woocommerce_has_the_decimals_that_payonce_counts_in(): void {
		$compared = 0;
		foreach ( file( __DIR__ . '/../currencies.csv', FILE_IGNORE_NEW_LINES ) as $line ) {
			list( $currency, $iso, $stripe ) = explode( ',', $line );
			if ( '-' !== $iso ) {
				self::assertSame( array( (int) $iso, (int) $stripe ), array( Money::digits( $currency ), Money::stripe_digits( $currency ) ), $currency );
				++$compared;
			}
		}
		self::assertSame( 157, $compared );
	}

	public function test_stripes_script_counts_some_currencies_otherwise(): void {
		self::assertSame( array( 100000, '1000 ISK' ), array( Money::of_major( '1000', 'ISK' )->stripe_minor(), ( new Money( 1000, 'ISK' ) )->text() ) );
		self::assertSame( array( 500, '500.00 MGA' ), array( Money::of_major( '500', 'MGA' )->stripe_minor(), ( new Money( 50000, 'MGA' ) )->text() ) );
		self::assertSame( 4990, Money::of_major( '49.90', 'EUR' )->stripe_minor() );
	}

	public function test_reads_only_what_is_an_amount(): void {
		self::assertSame( 5, Money::of_json( array( 'minor' => 5, 'currency' => 'eur' ) )->minor );
		foreach ( array( null, 5, array( 'minor' => '5', 'currency' => 'EUR' ), array( 'minor' => 5 ), array( 'minor' => 5.0, 'currency' => 'EUR' ) ) as $other ) {
			self::assertNull( Money::of_json( $other ) );
		}
	}
}
