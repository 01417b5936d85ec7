<?php
declare(strict_types=1);

namespace Payonce\Tests;

use Payonce\Gateway\PaymentMethod;
use Payonce\Guards\EditPage;
use Payonce\Guards\SinglePaymentComplete;
use Payonce\Guards\StaleObject;
use Payonce\Refunds\RefundRetry;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/bootstrap.php';

final class GuardsTest extends TestCase {

	private const PAID = array( 'processing', 'completed' );

	/** @return array<int,array{0:string,1:string,2:string,3:string}> */
	public static function saves(): array {
		return array(
			// Stored, read with, wanted.
			array( 'processing', 'pending', 'failed', StaleObject::BACKWARD ),
			array( 'processing', 'pending', 'cancelled', StaleObject::BACKWARD ),
			array( 'processing', 'pending', 'on-hold', StaleObject::BACKWARD ),
			array( 'processing', 'pending', 'pending', StaleObject::BACKWARD ),
			array( 'completed', 'pending', 'processing', StaleObject::BACKWARD ),
			array( 'processing', 'pending', 'processing', StaleObject::AGAIN ),
			array( 'processing', 'pending', 'completed', StaleObject::FORWARD ),
			array( 'completed', 'processing', 'refunded', StaleObject::FORWARD ),
			array( 'processing', 'processing', 'cancelled', StaleObject::KNOWS ),
			array( 'processing', 'processing', 'pending', StaleObject::KNOWS ),
			array( 'pending', 'pending', 'cancelled', StaleObject::KNOWS ),
			array( 'failed', 'pending', 'cancelled', StaleObject::KNOWS ),
			array( '', 'pending', 'processing', StaleObject::KNOWS ),
		);
	}

	/** @dataProvider saves */
	public function test_who_knows_that_an_order_is_paid_may_do_anything_and_others_not_take_it_back( string $stored, string $read, string $wanted, string $judgement ): void {
		self::assertSame( $judgement, StaleObject::judge( $stored, $read, $wanted, self::PAID ) );
	}

	public function test_the_second_payment_complete_is_noticed(): void {
		$valid = array( 'on-hold', 'pending', 'failed', 'cancelled' );
		self::assertTrue( SinglePaymentComplete::somebody_was_first( 'processing', 'pending', $valid ) );
		self::assertFalse( SinglePaymentComplete::somebody_was_first( 'pending', 'pending', $valid ) );
		self::assertFalse( SinglePaymentComplete::somebody_was_first( 'failed', 'pending', $valid ) );
		self::assertFalse( SinglePaymentComplete::somebody_was_first( 'processing', 'processing', $valid ) );
	}

	public function test_an_edit_page_keeps_what_the_clerk_chose(): void {
		self::assertTrue( EditPage::unchanged_but_outdated( 'pending', 'wc-pending', 'processing' ) );
		self::assertFalse( EditPage::unchanged_but_outdated( 'pending', 'wc-cancelled', 'processing' ) );
		self::assertFalse( EditPage::unchanged_but_outdated( 'pending', 'wc-pending', 'pending' ) );
		self::assertFalse( EditPage::unchanged_but_outdated( 'pending', 'wc-pending', '' ) );
	}

	public function test_a_card_number_is_no_payment_method(): void {
		self::assertSame( 'pm_card_visa', PaymentMethod::clean( 'pm_card_visa' ) );
		self::assertSame( '', PaymentMethod::clean( '4242424242424242' ) );
		self::assertSame( '', PaymentMethod::clean( 'x4242_4242-4242_4242' ) );
		self::assertSame( '', PaymentMethod::clean( 'pm card' ) );
		self::assertSame( '', PaymentMethod::clean( str_repeat( 'a', 256 ) ) );
	}

	public function test_a_new_card_is_not_looked_for_among_the_saved_ones(): void {
		self::assertFalse( class_exists( 'WC_Payment_Tokens' ), 'A search would fail here.' );
		self::assertNull( PaymentMethod::posted_token() );
	}

	public function test_a_refund_is_asked_for_less_and_less_often(): void {
		$pauses = array_map( array( RefundRetry::class, 'pause' ), range( 0, 9 ) );
		$sorted = $pauses;
		sort( $sorted );
		self::assertSame( $sorted, $pauses );
		self::assertSame( 60, $pauses[0] );
		self::assertSame( 14400, $pauses[9] );
	}
}
