<?php
/**
 * Saved cards in a browser.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Browser;

require_once __DIR__ . '/BrowserTestCase.php';
require_once __DIR__ . '/Checkout.php';

/**
 * A shopper who saves her card, and whose tab closes at the bank: only the callback reports the payment.
 */
final class SavedCardTest extends BrowserTestCase {

	/** @return array<string,array{0:string}> */
	public static function checkouts(): array {
		return array( 'classic' => array( 'classic' ), 'block' => array( 'block' ) );
	}

	/** @dataProvider checkouts */
	public function test_a_card_that_was_saved_without_the_shoppers_return_is_offered_and_pays( string $kind ): void {
		$name = self::$shop->id( 'keeper' );
		$who  = (int) self::php( "\$id = wc_create_new_customer( '$name@example.test', '$name', 'keeper-password' ); \$c = new WC_Customer( \$id ); \$c->set_props( array( 'billing_first_name' => 'Ann', 'billing_last_name' => 'Bee', 'billing_address_1' => '1 Street', 'billing_postcode' => '10115', 'billing_city' => 'Berlin', 'billing_country' => 'DE', 'billing_phone' => '030123', 'billing_email' => '$name@example.test' ) ); return \$c->save();" );
		$checkout = $this->checkout( $kind, $name, 'widget' );
		$checkout->card( Checkout::ASKING );
		$checkout->keep_card();
		$this->picture( "$kind-keep-the-card" );
		$checkout->place();
		$this->browser->wait_for( '#pass' );
		$this->browser->close();
		$this->browser = null;
		$first = (int) self::php( "return wc_get_orders( array( 'limit' => 1, 'customer' => $who, 'return' => 'ids' ) )[0];" );
		$paid  = self::payments( $first )[0];
		self::passes( $paid['id'] );
		self::assert_paid_once( $first, 2500 );
		$card = $this->saved( $who );
		self::assertSame( array( $paid['payment_method'], $paid['customer'] ), array_slice( $card, 1 ) );

		// Her paid cart is empty, or she would buy the same again.
		$checkout = $this->checkout( $kind, $name, 'gadget' );
		$checkout->saved_card( $card[0] );
		$this->picture( "$kind-card-saved-by-the-callback" );
		$checkout->place();
		$this->browser->click( '#pass' );
		$second = $checkout->received();
		self::assert_paid_once( $second, 1000 );
		$again = self::payments( $second )[0];
		self::assertSame( array( $paid['payment_method'], $paid['customer'] ), array( $again['payment_method'], $again['customer'] ) );
		$this->visit( '/my-account/payment-methods/' );
		$this->browser->wait_for_text( '4242' );
		$this->picture( "$kind-saved-methods" );
	}

	/** Opens the checkout of a shopper in a new window, with a product in the cart. */
	private function checkout( string $kind, string $name, string $product ): Checkout {
		$this->browse();
		$this->log_in( $name, 'keeper-password' );
		$this->visit( '/cart/' );
		$this->browser->wait_for_text( 'cart is currently empty' );
		$checkout = new Checkout( $kind, $this->browser, self::$shop->address, static fn( $php ) => self::php( $php ) );
		$checkout->begin( self::$ids[ $product ] );
		return $checkout;
	}

	/** Lets the bank confirm a payment; the browser that would be sent back is closed. */
	private static function passes( string $payment ): void {
		$bank = trim( (string) file_get_contents( getenv( 'PAYONCE_TEST_WORK' ) . '/run/bank' ) );
		file_get_contents( "$bank/answer?payment_intent=$payment&pass=true", false, stream_context_create( array( 'http' => array( 'follow_location' => 0 ) ) ) );
	}

	/**
	 * Waits for a shopper's saved card; returns its number in the shop, its reference, and the gateway's customer.
	 *
	 * @return array{0:int,1:string,2:string}
	 */
	private function saved( int $who ): array {
		$end = microtime( true ) + 20;
		do {
			$cards = self::php( "return array_values( array_map( fn( \$t ) => array( \$t->get_id(), \$t->get_token(), \$t->get_meta( '_payonce_customer' ) ), WC_Payment_Tokens::get_customer_tokens( $who, 'payonce' ) ) );" );
		} while ( array() === $cards && microtime( true ) < $end );
		self::assertCount( 1, $cards, 'the card is saved once' );
		return $cards[0];
	}
}
