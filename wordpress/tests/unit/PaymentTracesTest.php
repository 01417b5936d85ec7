<?php
declare(strict_types=1);

namespace Payonce\Tests;

use Payonce\Effects\Effect;
use Payonce\Effects\FeeEffect;
use Payonce\Effects\TokenEffect;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/bootstrap.php';

/** The effects that record a saved method and a fee. */
final class PaymentTracesTest extends TestCase {

	private const CARD = array( 'token' => 'pm_1', 'type' => 'card', 'customer' => 'cus_1', 'mandate' => '', 'brand' => 'Visa', 'last4' => '4242', 'month' => 5, 'year' => 2031, 'payment' => 'pi_1' );

	public function test_a_card_has_a_brand_and_an_expiry(): void {
		self::assertSame( array( 'token' => 'pm_1', 'gateway_id' => 'payonce', 'last4' => '4242', 'card_type' => 'visa', 'expiry_month' => '05', 'expiry_year' => '2031' ), TokenEffect::props( self::effect( 'token', self::CARD ) ) );
	}

	public function test_a_bank_account_has_neither(): void {
		$debit = array( 'token' => 'pm_2', 'type' => 'sepa_debit', 'brand' => '', 'last4' => '3000', 'month' => 0, 'year' => 0 );
		self::assertSame( array( 'token' => 'pm_2', 'gateway_id' => 'payonce', 'last4' => '3000', 'kind' => 'sepa_debit' ), TokenEffect::props( self::effect( 'token', $debit + self::CARD ) ) );
	}

	/** @return array<int,array{0:array<string,mixed>}> */
	public static function unreadable(): array {
		return array(
			array( array( 'token' => '' ) ),
			array( array( 'last4' => '' ) ),
			array( array( 'last4' => '4242424242424242' ) ),
			array( array( 'month' => 0 ) ),
			array( array( 'month' => 13 ) ),
			array( array( 'year' => 31 ) ),
			array( array( 'token' => array( 'pm_1' ) ) ),
		);
	}

	/**
	 * @dataProvider unreadable
	 * @param array<string,mixed> $wrong
	 */
	public function test_a_method_that_cannot_be_shown_or_used_is_not_saved( array $wrong ): void {
		self::assertNull( TokenEffect::props( self::effect( 'token', $wrong + self::CARD ) ) );
	}

	public function test_a_fee_is_recorded_in_major_units_of_the_balance(): void {
		$body = array( 'fee' => array( 'minor' => 75, 'currency' => 'eur' ), 'net' => array( 'minor' => 4925, 'currency' => 'EUR' ) );
		self::assertSame( array( '_payonce_fee' => '0.75', '_payonce_net' => '49.25', '_payonce_fee_currency' => 'EUR' ), FeeEffect::meta( self::effect( 'fee', $body ) ) );
		$yen = array( 'fee' => array( 'minor' => 75, 'currency' => 'JPY' ), 'net' => array( 'minor' => -5, 'currency' => 'JPY' ) );
		self::assertSame( array( '_payonce_fee' => '75', '_payonce_net' => '-5', '_payonce_fee_currency' => 'JPY' ), FeeEffect::meta( self::effect( 'fee', $yen ) ) );
	}

	public function test_a_fee_and_a_payout_of_two_currencies_are_unreadable(): void {
		self::assertNull( FeeEffect::meta( self::effect( 'fee', array( 'fee' => array( 'minor' => 75, 'currency' => 'EUR' ), 'net' => array( 'minor' => 4925, 'currency' => 'USD' ) ) ) ) );
		self::assertNull( FeeEffect::meta( self::effect( 'fee', array( 'fee' => array( 'minor' => 75, 'currency' => 'EUR' ) ) ) ) );
	}

	/** @param array<string,mixed> $body */
	private static function effect( string $kind, array $body ): Effect {
		return new Effect( 1, 1001, str_repeat( 'a', 32 ), $kind, $body, 0 );
	}
}
