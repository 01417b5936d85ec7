<?php
/**
 * Clerks.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Browser;

require_once __DIR__ . '/BrowserTestCase.php';

/**
 * Clerks in wp-admin: what Payonce knows of an order, refunds, captures, voids, an edit page of before.
 */
final class ClerkTest extends BrowserTestCase {

	protected function setUp(): void {
		$this->browse();
		$this->log_in( 'admin', 'admin' );
	}

	public function test_an_orders_page_shows_what_payonce_knows(): void {
		$order = self::paid_order();
		self::await_status( $order, 'processing' );
		self::await_fee( $order );
		$this->open_order( $order );
		self::assertStringContainsString( 'State: Paid', $this->browser->text( '#payonce' ) );
		self::assertMatchesRegularExpression( '/Gateway.s fee:\s+-.*1\.00.*Payout:.*49\.00/s', $this->browser->text( '#woocommerce-order-items' ) );
		$this->browser->click( '.payonce-timeline' );
		$this->browser->wait_for( '.payonce-timeline-lines li' );
		$this->picture( 'order' );
		self::assertStringNotContainsString( 'undefined', $this->browser->text( '#payonce' ) );
		self::assertStringContainsString( self::php( "return wc_get_order( $order )->get_date_created()->date_i18n( wc_date_format() . ' H:' );" ), $this->browser->text( '.payonce-timeline-lines' ), 'in the time of the shop, as the rest of the box' );
		self::assertStringEndsWith( "/operations/orders/$order", $this->browser->run( 'return document.querySelector("#payonce a[target=_blank]").href;' ) );
	}

	public function test_a_clerk_refunds_a_part_and_then_the_rest(): void {
		$order = self::paid_order();
		self::await_status( $order, 'processing' );
		$this->open_order( $order );
		$this->refund( '10.00' );
		$this->picture( 'order-refunded-in-part' );
		$this->assert_refunded( $order, 'processing', 1000, 1 );
		$this->refund( '40.00' );
		$this->picture( 'order-refunded' );
		self::await_status( $order, 'refunded' );
		$this->assert_refunded( $order, 'refunded', 5000, 2 );
		self::assertCount( 2, preg_grep( '/refunded_order/', self::$shop->mails( $order ) ) );
	}

	public function test_a_refund_at_the_gateways_dashboard_becomes_a_record(): void {
		$order = self::paid_order();
		self::await_status( $order, 'processing' );
		$payment = self::payments( $order )[0]['id'];
		file_get_contents( trim( (string) file_get_contents( getenv( 'PAYONCE_TEST_WORK' ) . '/run/bank' ) ) . "/dashboard/refund?payment_intent=$payment&amount=5000" );
		self::await_status( $order, 'refunded' );
		$this->assert_refunded( $order, 'refunded', 5000, 1 );
		$this->open_order( $order );
		$this->picture( 'order-refunded-at-the-dashboard' );
	}

	public function test_a_clerk_captures_what_was_authorized(): void {
		self::settings( array( 'capture' => 'manual' ) );
		$order = self::paid_order();
		self::await_status( $order, 'on-hold' );
		$this->open_order( $order );
		$this->picture( 'order-authorized' );
		$this->act( 'payonce_capture' );
		self::assert_paid_once( $order, 5000, 2 );
		$this->picture( 'order-captured' );
	}

	public function test_a_clerk_voids_what_was_authorized(): void {
		self::settings( array( 'capture' => 'manual' ) );
		$order = self::paid_order();
		self::await_status( $order, 'on-hold' );
		$this->open_order( $order );
		$this->act( 'payonce_void' );
		self::await_status( $order, 'cancelled' );
		self::assertSame( array( 'canceled' ), array_column( self::payments( $order ), 'status' ) );
		self::assertSame( 0, self::state( $order )['reduced'], 'the pieces are back' );
	}

	public function test_an_edit_page_that_was_opened_before_the_payment_undoes_nothing(): void {
		list( $order ) = self::$shop->orders( 1, array( 'email' => self::email() ) );
		$this->open_order( $order['id'] );
		self::pay( $order['id'] );
		self::await_status( $order['id'], 'processing' );
		$transaction = self::state( $order['id'] )['transaction'];
		$this->save_order();
		self::assert_paid_once( $order['id'], 5000, 2 );
		self::assertSame( $transaction, self::state( $order['id'] )['transaction'] );
	}

	public function test_the_settings_page_tests_the_connection(): void {
		$this->visit( '/wp-admin/admin.php?page=wc-settings&tab=checkout&section=payonce' );
		$this->browser->click( '#payonce-test' );
		$this->browser->wait( fn() => strlen( $this->browser->text( '#payonce-test-result' ) ) > 5, 'the test says nothing' );
		$this->picture( 'settings' );
		self::assertStringContainsString( 'Everything is in order', $this->browser->text( '#payonce-test-result' ) );
		$this->browser->run( 'document.getElementById("payonce-test").dataset.nonce = "of yesterday";' );
		$this->browser->click( '#payonce-test' );
		$this->browser->wait_for_text( 'HTTP 403' );
	}

	/** Waits until the gateway's fee is on an order: the gateway books a payment a moment later. */
	private static function await_fee( int $order ): void {
		$end = microtime( true ) + 20;
		while ( '' === self::php( "return (string) wc_get_order( $order )->get_meta( '_payonce_fee' );" ) && microtime( true ) < $end ) {
			usleep( 200000 );
		}
	}

	private function open_order( int $order ): void {
		$this->browser->open( self::php( "wp_set_current_user( 1 ); return html_entity_decode( wc_get_order( $order )->get_edit_order_url() );" ) );
		$this->browser->wait_for( '#payonce, #woocommerce-order-items' );
	}

	/** Refunds through the gateway, and waits for the page that follows. */
	private function refund( string $amount ): void {
		$this->browser->click( 'button.refund-items' );
		$this->browser->wait_for( '#refund_amount' );
		$this->browser->run( 'const f = document.getElementById("refund_amount"); f.value = arguments[0]; jQuery(f).trigger("change"); window.payonceBefore = true;', $amount );
		$this->browser->click( 'button.do-api-refund' );
		$this->browser->accept();
		$this->browser->wait( fn() => ! $this->browser->run( 'return !!window.payonceBefore;' ), 'the page does not come back' );
		$this->browser->wait_for( '#woocommerce-order-items' );
	}

	private function act( string $action ): void {
		$this->browser->choose( 'select[name=wc_order_action]', $action );
		$this->save_order();
	}

	private function save_order(): void {
		$this->browser->run( 'window.payonceBefore = true;' );
		$this->browser->click( 'button.save_order' );
		$this->browser->wait( fn() => ! $this->browser->run( 'return !!window.payonceBefore;' ), 'the page does not come back' );
		$this->browser->wait_for( '#woocommerce-order-items' );
	}

	private function assert_refunded( int $order, string $status, int $minor, int $records ): void {
		$end = microtime( true ) + 20;
		while ( self::payments( $order )[0]['latest_charge']['amount_refunded'] !== $minor && microtime( true ) < $end ) {
			usleep( 200000 );
		}
		$state = self::state( $order );
		self::assertSame( array( $status, $records, $minor ), array( $state['status'], $state['refunds'], (int) round( 100 * $state['refunded'] ) ), implode( "\n", $state['notes'] ) );
		self::assertSame( $minor, self::payments( $order )[0]['latest_charge']['amount_refunded'] );
	}
}
