<?php
/**
 * A shopper without a browser.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Payonce;

/**
 * A shopper with a session and a filled cart, who has the checkout open. Each has an address of her own.
 */
final class Visitor {

	private string $cookies = '';

	private string $nonce = '';

	/** Fills the cart, and opens the checkout. */
	public function __construct( private string $shop, private string $kind, public readonly string $email, int $product ) {
		$this->browse( "/?add-to-cart=$product" );
		$page = $this->browse( 'block' === $kind ? '/wp-json/wc/store/v1/cart' : '/checkout/' );
		if ( 'block' !== $kind ) {
			preg_match( '/name="woocommerce-process-checkout-nonce" value="([^"]+)"/', $page, $found );
			$this->nonce = $found[1] ?? '';
		}
		if ( '' === $this->nonce ) {
			throw new \RuntimeException( "The $kind checkout has no form" );
		}
	}

	/**
	 * Returns the request that places the order.
	 *
	 * @return array{0:string,1:string,2:string,3:string[],4:int}
	 */
	public function places( string $method, int $ms ): array {
		$address = array( 'first_name' => 'Ann', 'last_name' => 'Bee', 'address_1' => '1 Street', 'city' => 'Berlin', 'postcode' => '10115', 'country' => 'DE', 'email' => $this->email, 'phone' => '030123' );
		if ( 'block' === $this->kind ) {
			$body = (string) json_encode( array( 'billing_address' => $address, 'payment_method' => 'payonce', 'payment_data' => array( array( 'key' => 'payonce_method', 'value' => $method ) ) ) );
			return array( 'POST', '/wp-json/wc/store/v1/checkout', $body, array( 'Content-Type: application/json', "Nonce: {$this->nonce}", "Cookie: {$this->cookies}" ), $ms );
		}
		$fields = array( 'payment_method' => 'payonce', 'payonce_method' => $method, 'woocommerce-process-checkout-nonce' => $this->nonce );
		foreach ( $address as $name => $value ) {
			$fields[ "billing_$name" ] = $value;
		}
		return array( 'POST', '/?wc-ajax=checkout', http_build_query( $fields ), array( 'Content-Type: application/x-www-form-urlencoded', "Cookie: {$this->cookies}" ), $ms );
	}

	private function browse( string $path ): string {
		$kept = array();
		$curl = curl_init( $this->shop . $path );
		curl_setopt_array(
			$curl,
			array(
				CURLOPT_RETURNTRANSFER => true,
				CURLOPT_TIMEOUT        => 60,
				CURLOPT_COOKIE         => $this->cookies,
				CURLOPT_HEADERFUNCTION => function ( $curl, string $line ) use ( &$kept ) {
					if ( 1 === preg_match( '/^set-cookie: ([^=]+)=([^;]*)/i', $line, $found ) ) {
						$kept[ $found[1] ] = "{$found[1]}={$found[2]}";
					} elseif ( 1 === preg_match( '/^nonce: (\S+)/i', $line, $found ) ) {
						$this->nonce = $found[1];
					}
					return strlen( $line );
				},
			)
		);
		$page = (string) curl_exec( $curl );
		curl_close( $curl );
		foreach ( explode( '; ', $this->cookies ) as $cookie ) {
			$kept += array( (string) strtok( $cookie, '=' ) => $cookie );
		}
		$this->cookies = implode( '; ', array_filter( $kept ) );
		return $page;
	}
}
