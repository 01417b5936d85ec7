<?php
declare(strict_types=1);

namespace Payonce\Tests;

use Payonce\Fingerprint;
use Payonce\Payments\Attempt;
use Payonce\Rest\Signature;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/bootstrap.php';

final class SignatureTest extends TestCase {

	public function test_fits_what_the_contract_gives_as_its_example(): void {
		// CONTRACT.md has the same values; Payonce's side tests them, too.
		self::assertTrue( Signature::fits( 't=1767225600,v1=' . Signature::of( 1767225600, '{"order":1001}', 'secret' ), '{"order":1001}', 'secret', 1767225900 ) );
	}

	public function test_refuses_everything_else(): void {
		$good = 't=1000,v1=' . Signature::of( 1000, '{}', 'secret' );
		self::assertTrue( Signature::fits( $good, '{}', 'secret', 1000 ) );
		self::assertFalse( Signature::fits( $good, '{ }', 'secret', 1000 ) );
		self::assertFalse( Signature::fits( $good, '{}', 'other', 1000 ) );
		self::assertFalse( Signature::fits( $good, '{}', 'secret', 1301 ) );
		self::assertFalse( Signature::fits( $good, '{}', 'secret', 699 ) );
		self::assertFalse( Signature::fits( '', '{}', 'secret', 1000 ) );
		self::assertFalse( Signature::fits( str_replace( 't=1000', 't=1001', $good ), '{}', 'secret', 1000 ) );
		self::assertFalse( Signature::fits( 't=1000,v1=' . Signature::of( 1000, '{}', '' ), '{}', '', 1000 ), 'no secret opens nothing' );
	}

	public function test_fingerprints_are_payonces_own(): void {
		self::assertSame( substr( hash( 'sha256', 'wc_order_abc' ), 0, 32 ), Fingerprint::of_order_key( 'wc_order_abc' ) );
		$same = array( 'https://www.Shop.example/', 'http://shop.example', 'HTTPS://shop.example//' );
		self::assertCount( 1, array_unique( array_map( array( Fingerprint::class, 'of_site' ), $same ) ) );
		self::assertNotSame( Fingerprint::of_site( 'shop.example' ), Fingerprint::of_site( 'shop.example/de' ) );
	}

	public function test_an_attempts_key_holds_order_hash_and_number_and_never_the_orders_key(): void {
		$attempt = new Attempt( 1001, 'wc_order_secret', 3 );
		self::assertSame( 'wc-1001-' . substr( hash( 'sha256', 'wc_order_secret' ), 0, 12 ) . '-3', $attempt->key() );
	}
}
