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
			array( '1000', 'ISK', 1000, '1000 ISK' ),
			array( '500', 'MGA', 50000, '500.00 MGA' ),
			array( '1.5', 'LYD', 1500, '1.500 LYD' ),
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

	public function test_stripes_script_counts_three_currencies_otherwise(): void {
		self::assertSame( array( 2, 0, 2, 0 ), array_map( array( Money::class, 'stripe_digits' ), array( 'ISK', 'MGA', 'EUR', 'JPY' ) ) );
	}

	public function test_reads_only_what_is_an_amount(): void {
		self::assertSame( 5, Money::of_json( array( 'minor' => 5, 'currency' => 'eur' ) )->minor );
		foreach ( array( null, 5, array( 'minor' => '5', 'currency' => 'EUR' ), array( 'minor' => 5 ), array( 'minor' => 5.0, 'currency' => 'EUR' ) ) as $other ) {
			self::assertNull( Money::of_json( $other ) );
		}
	}
}
