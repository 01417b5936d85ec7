<?php
/**
 * Shoppers.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Browser;

require_once __DIR__ . '/BrowserTestCase.php';
require_once __DIR__ . '/Checkout.php';

/**
 * Shoppers at the classic and the block checkout. After each, the shop's database and the gateway are checked.
 */
final class CheckoutTest extends BrowserTestCase {

	/** @return array<string,array{0:string}> */
	public static function checkouts(): array {
		return array( 'classic' => array( 'classic' ), 'block' => array( 'block' ) );
	}

	/** @dataProvider checkouts */
	public function test_a_shopper_buys( string $kind ): void {
		$order = $this->buys( $kind );
		$this->picture( "$kind-received" );
		self::assert_paid_once( $order, 2500 );
		self::assertSame( array(), $this->browser->complaints() );
	}

	/** @dataProvider checkouts */
	public function test_a_shopper_buys_on_a_phone( string $kind ): void {
		$order = $this->buys( $kind, true );
		$this->picture( "$kind-phone-received" );
		self::assert_paid_once( $order, 2500 );
	}

	/** @dataProvider checkouts */
	public function test_a_declined_card_is_named_and_another_one_pays_the_same_order( string $kind ): void {
		$checkout = $this->checkout( $kind );
		$checkout->card( Checkout::DECLINED );
		$checkout->place();
		$this->browser->wait_for_text( 'Your card has not enough funds for this payment. Please use another card.' );
		$this->picture( "$kind-declined" );
		usleep( 1100000 ); // Before WooCommerce 9 a second reservation of stock within one second counts as "not enough".
		$checkout->card( Checkout::VISA );
		$checkout->place();
		$order = $checkout->received();
		self::assert_paid_once( $order, 2500 );
	}

	/** @dataProvider checkouts */
	public function test_the_bank_asks_on_its_own_page( string $kind ): void {
		$checkout = $this->checkout( $kind );
		$checkout->card( Checkout::ASKING );
		$checkout->place();
		$this->browser->click( '#pass' );
		$order = $checkout->received();
		$this->picture( "$kind-3ds-received" );
		self::assert_paid_once( $order, 2500 );
	}

	/** @dataProvider checkouts */
	public function test_a_bank_that_refuses_lets_the_shopper_pay_by_another_card( string $kind ): void {
		$checkout = $this->checkout( $kind );
		$checkout->card( Checkout::ASKING );
		$checkout->place();
		$this->browser->click( '#fail' );
		$order = $checkout->received();
		$this->browser->wait_for( 'a[href*="pay_for_order"]' );
		$this->picture( "$kind-3ds-refused" );
		self::assertNotContains( self::state( $order )['status'], array( 'processing', 'completed' ) );
		self::assertStringNotContainsString( 'is being confirmed', $this->browser->text() );
		$this->browser->click( 'a[href*="pay_for_order"]' );
		$this->pays_on_order_page();
		$checkout->received();
		self::assert_paid_once( $order, 2500 );
	}

	/** @dataProvider checkouts */
	public function test_stripes_script_asks_in_the_page( string $kind ): void {
		self::settings( array( 'three_d_secure' => 'page' ) );
		$checkout = $this->checkout( $kind );
		$checkout->card( Checkout::ASKING );
		$checkout->place();
		$this->browser->wait_for( '#payonce-stand-in-bank' );
		$this->picture( "$kind-3ds-in-page" );
		$this->browser->click( '#payonce-stand-in-bank [data-pass=false]' );
		$this->browser->wait_for_text( 'this is not you' );
		$this->picture( "$kind-3ds-in-page-refused" );
		$checkout->card( Checkout::ASKING );
		$checkout->place();
		$this->browser->click( '#payonce-stand-in-bank [data-pass=true]' );
		$order = $checkout->received();
		self::assert_paid_once( $order, 2500 );
	}

	public function test_a_link_to_the_checkout_runs_no_script_and_leads_to_no_other_site(): void {
		foreach ( array( 'javascript:document.body.dataset.taken=1//', 'https://elsewhere.example/shop/' ) as $address ) {
			$this->checkout( 'classic', false );
			$this->browser->run( 'window.PayonceElement.prototype.confirm = () => Promise.resolve({done: true}); window.location.hash = "#payonce-confirm=x&return=" + encodeURIComponent(arguments[0]);', $address );
			$this->browser->wait_for_address( self::$shop->address . '/?payonce=1' );
			self::assertNull( $this->browser->run( 'return document.body.dataset.taken || null;' ) );
		}
	}

	/** @dataProvider checkouts */
	public function test_a_double_click_places_one_order( string $kind ): void {
		$before   = $this->count_orders();
		$checkout = $this->checkout( $kind );
		$checkout->card( Checkout::VISA );
		$checkout->place( true );
		self::assert_paid_once( $checkout->received(), 2500 );
		self::assertSame( $before + 1, $this->count_orders() );
	}

	/** @dataProvider checkouts */
	public function test_a_second_tab_pays_what_the_first_one_left_at_the_bank( string $kind ): void {
		$checkout = $this->checkout( $kind );
		$checkout->card( Checkout::ASKING );
		$checkout->place();
		$this->browser->wait_for( '#pass' );
		$first = $this->browser->new_tab();
		$checkout->show();
		$checkout->card( Checkout::VISA );
		$checkout->place();
		$this->browser->wait( fn() => str_contains( $this->browser->address(), 'order-received' ) || $this->browser->sees( '#pass' ), 'the second tab is stuck' );
		$this->browser->go_to_tab( $first );
		$this->browser->click( '#pass' );
		self::assert_paid_once( $checkout->received(), 2500 );
	}

	/** @dataProvider checkouts */
	public function test_a_saved_card_pays( string $kind ): void {
		$token = self::php( "\$t = new WC_Payment_Token_CC(); \$t->set_token( 'pm_card_visa' ); \$t->set_gateway_id( 'payonce' ); \$t->set_card_type( 'visa' ); \$t->set_last4( '4242' ); \$t->set_expiry_month( '12' ); \$t->set_expiry_year( '2031' ); \$t->set_user_id( " . self::$ids['ann'] . ' ); return $t->save();' );
		try {
			$this->browse();
			$this->log_in( 'ann', 'ann-password' );
			$checkout = $this->checkout( $kind, false, 'classic' === $kind ? 'widget' : 'gadget' );
			$checkout->saved_card( $token );
			$this->picture( "$kind-saved-card" );
			$checkout->place();
			self::assert_paid_once( $checkout->received(), 'classic' === $kind ? 2500 : 1000 );
		} finally {
			// Also after a failure, the next test finds her without a card, and her cart empty.
			self::php( "WC_Payment_Tokens::delete( $token ); delete_user_meta( " . self::$ids['ann'] . ", '_woocommerce_persistent_cart_1' ); \$GLOBALS['wpdb']->delete( \$GLOBALS['wpdb']->prefix . 'woocommerce_sessions', array( 'session_key' => (string) " . self::$ids['ann'] . " ) );" );
		}
	}

	public function test_an_order_that_a_clerk_made_is_paid_on_its_own_page(): void {
		list( $order ) = self::$shop->orders( 1, array( 'items' => array( 'gadget' => 1 ), 'email' => self::email() ) );
		$this->browse();
		$this->browser->open( self::php( "return wc_get_order( {$order['id']} )->get_checkout_payment_url();" ) );
		$this->pays_on_order_page( Checkout::DECLINED );
		$this->browser->wait_for_text( 'not enough funds' );
		$this->picture( 'order-pay-declined' );
		$this->pays_on_order_page( Checkout::ASKING );
		$this->browser->click( '#pass' );
		$this->browser->wait_for_address( 'order-received' );
		self::assert_paid_once( $order['id'], 1000 );
	}

	public function test_a_clerks_order_is_paid_on_a_phone_with_stripes_script(): void {
		self::settings( array( 'three_d_secure' => 'page' ) );
		list( $order ) = self::$shop->orders( 1, array( 'items' => array( 'gadget' => 1 ), 'email' => self::email() ) );
		$this->browse( true );
		$this->browser->open( self::php( "return wc_get_order( {$order['id']} )->get_checkout_payment_url();" ) );
		$this->pays_on_order_page( Checkout::ASKING );
		$this->browser->click( '#payonce-stand-in-bank [data-pass=true]' );
		$this->browser->wait_for_address( 'order-received' );
		self::assert_paid_once( $order['id'], 1000 );
	}

	public function test_a_shopper_who_cancels_while_the_bank_asks_is_not_charged(): void {
		$this->browse();
		$this->log_in( 'ann', 'ann-password' );
		$checkout = $this->checkout( 'classic', false, 'service' );
		$checkout->card( Checkout::ASKING );
		$checkout->place();
		$this->browser->wait_for( '#pass' );
		$first = $this->browser->new_tab();
		$this->visit( '/my-account/orders/' );
		$order = (int) self::php( "return wc_get_orders( array( 'limit' => 1, 'orderby' => 'ID', 'order' => 'DESC', 'customer' => " . self::$ids['ann'] . " ) )[0]->get_id();" );
		$this->browser->click( "a.cancel[href*='order_id=$order']" );
		$this->browser->wait_for_text( 'Your order was cancelled' );
		$this->picture( 'cancelled-while-the-bank-asks' );
		self::$shop->do( 'queue' );
		$this->browser->wait( static fn() => array( 'canceled' ) === array_column( self::payments( $order ), 'status' ), 'the payment is not voided' );
		$this->browser->go_to_tab( $first );
		$this->browser->click( '#pass' );
		self::assertSame( $order, $checkout->received() );
		self::assertSame( array( 'cancelled', false ), array( self::state( $order )['status'], self::state( $order )['paid'] ) );
	}

	public function test_a_shopper_cannot_cancel_while_a_bank_debit_is_under_way(): void {
		$order = self::paid_order( 'pm_sepaDebit', array( 'customer' => self::$ids['ann'] ) );
		$this->browse();
		$this->log_in( 'ann', 'ann-password' );
		$this->visit( '/my-account/orders/' );
		$this->browser->wait_for_text( "#$order" );
		$this->picture( 'my-orders-while-a-debit-is-under-way' );
		self::assertFalse( $this->browser->sees( "a.cancel[href*='order_id=$order']" ) );
		self::assertSame( array( 'processing' ), array_column( self::payments( $order ), 'status' ) );
	}

	public function test_of_two_equal_carts_of_one_shopper_one_is_charged(): void {
		$email = self::email();
		$first = $this->checkout( 'classic', true, 'widget', $email );
		$first->card( Checkout::VISA );
		$first->place();
		$first->received();
		$this->browse();
		$checkout = $this->checkout( 'classic', true, 'widget', $email );
		$checkout->card( Checkout::VISA );
		$checkout->place();
		$this->browser->wait_for_text( 'with the same contents is paid or being paid already' );
		self::assertSame( array( 'pending', array() ), array( self::state( $this->newest( $email ) )['status'], self::payments( $this->newest( $email ) ) ) );
		$this->picture( 'classic-second-cart' );
	}

	/** Buys a widget as a guest; returns the order. */
	private function buys( string $kind, bool $phone = false ): int {
		$this->browse( $phone );
		$checkout = $this->checkout( $kind, true );
		$checkout->card( Checkout::VISA );
		$this->picture( $kind . ( $phone ? '-phone' : '' ) . '-checkout' );
		if ( $phone ) {
			self::assertSame( 390, $this->browser->run( 'return document.documentElement.scrollWidth;' ), 'the page is as wide as the phone' );
		}
		$checkout->place();
		return $checkout->received();
	}

	/** Opens the checkout with a widget in the cart, and fills in who buys. */
	private function checkout( string $kind, bool $guest = true, string $product = 'widget', string $email = '' ): Checkout {
		$checkout = new Checkout( $kind, $this->browser ?? $this->browse(), self::$shop->address, static fn( $php ) => self::php( $php ) );
		$checkout->begin( self::$ids[ $product ] );
		if ( $guest ) {
			$checkout->address( '' === $email ? self::email() : $email );
		}
		return $checkout;
	}

	/** Pays on the page of an order that exists. */
	private function pays_on_order_page( string $card = Checkout::VISA ): void {
		$this->browser->wait_for( '#place_order' );
		$this->browser->click( "input[name=payonce-card][value=$card]" );
		$this->browser->click( '#place_order' );
	}

	private function newest( string $email ): int {
		return (int) self::php( "return wc_get_orders( array( 'billing_email' => '$email', 'limit' => 1, 'orderby' => 'ID', 'order' => 'DESC', 'return' => 'ids' ) )[0];" );
	}

	private function count_orders(): int {
		return (int) self::php( "return count( wc_get_orders( array( 'limit' => -1, 'return' => 'ids', 'type' => 'shop_order', 'status' => array_keys( wc_get_order_statuses() ) ) ) );" );
	}
}
