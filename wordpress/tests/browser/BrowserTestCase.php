<?php
/**
 * Tests in a browser.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Browser;

use Payonce\Tests\Shop\Shop;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/../shop/Shop.php';
require_once __DIR__ . '/Browser.php';

/**
 * The shop of scripts/shop, with a real Payonce and the gateway's simulator, as a shopper and a clerk use it.
 */
abstract class BrowserTestCase extends TestCase {

	protected static Shop $shop;

	/** @var array<string,int> Products and the customer, by name. */
	protected static array $ids;

	protected ?Browser $browser = null;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
		self::$ids  = self::php( "return get_option( 'payonce_test' );" );
		Browser::start( (int) getenv( 'PAYONCE_TEST_PORT' ) + 4 );
	}

	public static function tearDownAfterClass(): void {
		Browser::stop();
	}

	protected function tearDown(): void {
		if ( null !== $this->browser ) {
			if ( $this->hasFailed() ) {
				$this->picture( 'failed-' . preg_replace( '/\W+/', '-', $this->getName() ) );
			}
			$this->browser->close();
			$this->browser = null;
		}
		self::settings( array() );
	}

	/**
	 * Runs a line of PHP in the shop.
	 *
	 * @return mixed
	 */
	protected static function php( string $php ) {
		return self::$shop->do( 'run', array( 'php' => $php ) );
	}

	/**
	 * Changes the plugin's settings; those that are not named get their defaults.
	 *
	 * @param array<string,string> $some
	 */
	protected static function settings( array $some ): void {
		$all = var_export( $some + array( 'three_d_secure' => 'redirect', 'capture' => 'automatic', 'capture_on_status' => 'no' ), true );
		self::php( "update_option( 'woocommerce_payonce_settings', $all + get_option( 'woocommerce_payonce_settings' ) );" );
	}

	/** Returns the address of a shopper who has bought nothing yet: of two equal carts of one shopper, Payonce charges one. */
	protected static function email(): string {
		return self::$shop->id( 'ann' ) . '@example.test';
	}

	/** Opens a browser window. */
	protected function browse( bool $phone = false ): Browser {
		if ( null !== $this->browser ) {
			$this->browser->close();
		}
		return $this->browser = new Browser( $phone );
	}

	/** Saves a picture of the page, named after the shop's version. */
	protected function picture( string $name ): void {
		$this->browser->picture( getenv( 'PAYONCE_TEST_VERSION' ) . '-' . $name );
	}

	protected function visit( string $path ): void {
		$this->browser->open( self::$shop->address . $path );
	}

	protected function log_in( string $name, string $password ): void {
		$this->visit( '/wp-login.php' );
		$this->browser->wait_for( '#user_login' );
		$this->browser->run( 'document.getElementById("user_login").value = arguments[0]; document.getElementById("user_pass").value = arguments[1]; document.getElementById("wp-submit").click();', $name, $password );
		// A page that is left while the server still builds it writes its session late, over the cart of the next page.
		$this->browser->wait( fn() => ! str_contains( $this->browser->address(), 'wp-login' ) && 'complete' === $this->browser->run( 'return document.readyState;' ), 'not logged in' );
	}

	/**
	 * Returns the order's payments at the gateway.
	 *
	 * @return array<int,array<string,mixed>>
	 */
	protected static function payments( int $order ): array {
		$bank = trim( (string) file_get_contents( getenv( 'PAYONCE_TEST_WORK' ) . '/run/bank' ) );
		return json_decode( (string) file_get_contents( "$bank/payments?order=$order" ), true );
	}

	/** @return array<string,mixed> */
	protected static function state( int $order ): array {
		return self::$shop->do( 'state', array( 'orders' => array( $order ) ) )[ $order ];
	}

	/** Waits until an order has a status. */
	protected static function await_status( int $order, string $status ): void {
		$end = microtime( true ) + 20;
		do {
			$state = self::state( $order );
			if ( $status === $state['status'] ) {
				return;
			}
			usleep( 200000 );
		} while ( microtime( true ) < $end );
		self::fail( "Order $order is {$state['status']} and not $status:\n" . implode( "\n", $state['notes'] ) );
	}

	/** Checks that an order was paid, fulfilled and charged, each once. */
	protected static function assert_paid_once( int $order, int $minor, int $pieces = 1 ): void {
		self::await_status( $order, 'processing' );
		$state   = self::state( $order );
		$charged = array_values( array_filter( self::payments( $order ), static fn( $payment ) => 0 < $payment['amount_received'] ) );
		self::assertCount( 1, $charged, 'one charge' );
		self::assertSame( array( $minor, 0 ), array( $charged[0]['amount_received'], $charged[0]['latest_charge']['amount_refunded'] ) );
		self::assertSame( array( true, 1, $pieces, true ), array( $state['paid'], $state['payments'], $state['reduced'], $state['sales'] ), implode( "\n", $state['notes'] ) );
		self::assertSame( array( 'customer_processing_order', 'new_order' ), array_values( preg_grep( '/processing|new_order/', array_map( static fn( $mail ) => (string) strtok( $mail, ' ' ), self::$shop->mails( $order ) ) ) ), 'each mail once' );
	}

	/**
	 * Makes an order, and pays it through the gateway as a checkout would.
	 *
	 * @param array<string,mixed> $request
	 */
	protected static function paid_order( string $method = 'pm_card_visa', array $request = array() ): int {
		list( $order ) = self::$shop->orders( 1, $request + array( 'email' => self::email() ) );
		self::pay( $order['id'], $method );
		return $order['id'];
	}

	/** Pays an order through the gateway, as a checkout in another browser would. */
	protected static function pay( int $order, string $method = 'pm_card_visa' ): void {
		self::php( "WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); \$_POST = array( 'payonce_method' => '$method', 'payonce_type' => 'pm_sepaDebit' === '$method' ? 'sepa_debit' : 'card' ); ( new Payonce\\Gateway\\Gateway() )->process_payment( $order );" );
	}
}
