<?php
declare(strict_types=1);

namespace Payonce\Tests;

use Payonce\Api\Answer;
use Payonce\Payments\Outcome;
use Payonce\Payments\ShopperMessages;
use Payonce\Refunds\RefundRequest;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/bootstrap.php';

final class OutcomeTest extends TestCase {

	/** @return array<int,array{0:int,1:array<string,mixed>,2:string}> */
	public static function answers(): array {
		return array(
			array( 200, array( 'status' => 'paid' ), Outcome::PAID ),
			array( 200, array( 'status' => 'authorized' ), Outcome::PAID ),
			array( 200, array( 'status' => 'action_required', 'action' => array( 'redirectUrl' => 'https://bank' ) ), Outcome::ACTION ),
			array( 200, array( 'status' => 'action_required', 'action' => array( 'clientSecret' => 'x' ) ), Outcome::ACTION ),
			array( 200, array( 'status' => 'action_required' ), Outcome::UNKNOWN ),
			array( 202, array( 'status' => 'pending' ), Outcome::PENDING ),
			array( 202, array( 'status' => 'working' ), Outcome::PENDING ),
			array( 402, array( 'status' => 'declined', 'code' => 'x' ), Outcome::DECLINED ),
			array( 409, array( 'status' => 'refused', 'code' => 'order_not_payable' ), Outcome::REFUSED ),
			array( 409, array( 'status' => 'refused', 'code' => 'already_paid' ), Outcome::PAID ),
			array( 409, array( 'status' => 'later', 'code' => 'operation_in_doubt' ), Outcome::UNKNOWN ),
			array( 404, array( 'status' => 'later', 'code' => 'order_not_found' ), Outcome::UNKNOWN ),
			array( 429, array( 'status' => 'later', 'code' => 'too_many_declines' ), Outcome::UNKNOWN ),
			array( 503, array( 'status' => 'later', 'code' => 'unavailable' ), Outcome::UNKNOWN ),
			array( 422, array( 'title' => 'Unprocessable' ), Outcome::MISMATCH ),
			array( 503, array( 'title' => 'Away' ), Outcome::NOT_TAKEN ),
			array( 500, array(), Outcome::UNKNOWN ),
			array( 502, array(), Outcome::UNKNOWN ),
			array( 202, array(), Outcome::UNKNOWN ),
			array( 401, array( 'title' => 'Unauthorized' ), Outcome::REFUSED ),
			array( 400, array( 'title' => 'Bad Request' ), Outcome::REFUSED ),
			array( Answer::NOT_SENT, array(), Outcome::NOT_TAKEN ),
			array( Answer::NO_ANSWER, array(), Outcome::UNKNOWN ),
		);
	}

	/**
	 * @dataProvider answers
	 * @param array<string,mixed> $body
	 */
	public function test_every_answer_has_an_outcome( int $http, array $body, string $kind ): void {
		self::assertSame( $kind, Outcome::of( new Answer( $http, $body ) )->kind );
	}

	/**
	 * @dataProvider answers
	 * @param array<string,mixed> $body
	 */
	public function test_nobody_is_told_that_nothing_was_charged_unless_that_is_certain( int $http, array $body, string $kind ): void {
		$says = str_contains( ShopperMessages::of( Outcome::of( new Answer( $http, $body ) ), false ), 'not been charged' );
		if ( in_array( $kind, array( Outcome::UNKNOWN, Outcome::PENDING, Outcome::MISMATCH, Outcome::PAID ), true ) ) {
			self::assertFalse( $says );
		} elseif ( Outcome::NOT_TAKEN === $kind ) {
			self::assertTrue( $says );
		} else {
			self::assertFalse( Outcome::of( new Answer( $http, $body ) )->is_success() && $says );
		}
	}

	public function test_the_key_changes_only_after_an_answer_that_is_final_for_it(): void {
		foreach ( self::answers() as list( $http, $body, $kind ) ) {
			self::assertSame( in_array( $kind, array( Outcome::DECLINED, Outcome::MISMATCH, Outcome::REFUSED ), true ), Outcome::of( new Answer( $http, $body ) )->ends_attempt(), "$http $kind" );
		}
	}

	public function test_a_second_order_of_one_cart_names_the_first_one(): void {
		$says = ShopperMessages::of( Outcome::of( new Answer( 409, array( 'status' => 'refused', 'code' => 'twin_of' ) ) ), false, '1001' );
		self::assertStringContainsString( '1001', $says );
	}

	/** @return array<int,array{0:int,1:array<string,mixed>,2:bool}> */
	public static function refunds(): array {
		return array(
			array( 409, array( 'status' => 'refused', 'code' => 'disputed' ), true ),
			array( 402, array( 'status' => 'declined' ), true ),
			array( 401, array( 'title' => 'x' ), true ),
			array( 404, array( 'title' => 'x' ), true ),
			array( 409, array( 'status' => 'later' ), false ),
			array( 202, array( 'status' => 'pending' ), false ),
			array( 503, array(), false ),
			array( 500, array(), false ),
			array( Answer::NO_ANSWER, array(), false ),
			array( Answer::NOT_SENT, array(), false ),
		);
	}

	/**
	 * @dataProvider refunds
	 * @param array<string,mixed> $body
	 */
	public function test_only_a_definite_no_removes_a_refunds_record( int $http, array $body, bool $no ): void {
		self::assertSame( $no, RefundRequest::is_definite_no( new Answer( $http, $body ) ) );
	}
}
