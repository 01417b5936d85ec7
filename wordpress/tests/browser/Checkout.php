<?php
/**
 * A checkout.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Browser;

/**
 * One of the two checkouts: its fields and buttons in a browser.
 */
final class Checkout {

	public const VISA     = 'pm_card_visa';
	public const ASKING   = 'pm_card_threeDSecure2Required';
	public const DECLINED = 'pm_card_chargeDeclinedInsufficientFunds';

	private const FIELDS = array( 'first_name' => 'Ann', 'last_name' => 'Bee', 'address_1' => '1 Street', 'postcode' => '10115', 'city' => 'Berlin', 'phone' => '030123' );

	private bool $block;

	/**
	 * @param string                  $kind classic or block.
	 * @param callable(string):mixed  $php  Runs a line of PHP in the shop.
	 */
	public function __construct( private string $kind, private Browser $browser, private string $shop, callable $php ) {
		$this->block = 'block' === $kind;
		$php( "payonce_test_checkout( '$kind' );" );
	}

	/** Puts a product into the cart, and opens the checkout. */
	public function begin( int $product ): void {
		$this->browser->open( "{$this->shop}/?add-to-cart=$product" );
		$this->show();
	}

	/** Opens the checkout. */
	public function show(): void {
		$this->browser->open( "{$this->shop}/checkout/" );
		$this->browser->wait_for( $this->block ? '.wc-block-components-checkout-place-order-button' : '#place_order' );
	}

	/** Fills in who buys, where the shop does not know. WooCommerce's script moves fields while the page loads. */
	public function address( string $email ): void {
		$this->settle();
		for ( $again = 0; $again < 3; $again++ ) {
			foreach ( array( 'email' => $email ) + self::FIELDS as $name => $value ) {
				$css = $this->block ? ( 'email' === $name ? '#email' : "#billing-$name" ) : "#billing_$name";
				if ( $this->browser->sees( $css ) && $value !== $this->browser->run( 'return document.querySelector(arguments[0]).value;', $css ) ) {
					$this->browser->type( $css, $value );
				}
			}
			$this->settle();
		}
	}

	/** Chooses one of the stand-in's cards. WooCommerce's script may still replace the list, and with it the choice. */
	public function card( string $card ): void {
		$css = "input[name=payonce-card][value=$card]";
		for ( $steady = 0; $steady < 2; ) {
			$this->settle();
			$chosen = $this->browser->run( 'const e = document.querySelector(arguments[0]); return !!e && e.checked;', $css );
			$steady = $chosen ? $steady + 1 : 0;
			$chosen || $this->browser->click( $css );
		}
	}

	/** Ticks the box that keeps the card for later. */
	public function keep_card(): void {
		$this->settle();
		$this->browser->click( $this->block ? '.wc-block-components-payment-methods__save-card-info .wc-block-components-checkbox__label' : '#wc-payonce-new-payment-method' );
	}

	/** Chooses the saved card. */
	public function saved_card( int $token ): void {
		$this->settle();
		$this->browser->click( $this->block ? "input[name=radio-control-wc-payment-method-saved-tokens][value='$token']" : "#wc-payonce-payment-token-$token" );
	}

	/** Presses the button. */
	public function place( bool $twice = false ): void {
		$this->settle();
		$button = $this->block ? '.wc-block-components-checkout-place-order-button' : '#place_order';
		$twice ? $this->browser->double_click( $button ) : $this->browser->click( $button );
	}

	/** Waits for the page of the received order, and returns the order's number. */
	public function received(): int {
		$this->browser->wait_for_address( '/order-received/' );
		preg_match( '#/order-received/(\d+)/#', $this->browser->address(), $found );
		return (int) $found[1];
	}

	/** Waits until the page has nothing under way. */
	public function settle(): void {
		usleep( 300000 );
		$busy = $this->block ? '.wc-block-components-checkout-place-order-button[disabled], .wc-block-components-loading-mask, .is-loading' : '.blockUI.blockOverlay';
		$this->browser->wait( fn() => ! $this->browser->sees( $busy ), "still busy: $busy" );
	}
}
