<?php
/**
 * The gateway on a real shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';
require_once __DIR__ . '/PayonceStub.php';

/**
 * Checkouts, refunds and actions against a stand-in for Payonce's API.
 */
final class GatewayTest extends TestCase {

	private static Shop $shop;

	private static PayonceStub $stub;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
		self::$stub = new PayonceStub();
	}

	public static function tearDownAfterClass(): void {
		self::$stub->stop();
	}

	/** @return array<string,array{0:string,1:string,2:string}> */
	public static function answers(): array {
		return array(
			'paid'                     => array( 'pm_card_visa', 'success', 'order-received' ),
			'declined'                 => array( 'pm_declined', 'failure', 'not enough funds' ),
			'3-D Secure by a redirect' => array( 'pm_redirect', 'success', 'https://bank.example/3ds' ),
			'3-D Secure by Stripe.js'  => array( 'pm_secret', 'success', '#payonce-confirm=pi_1_secret_2&return=' ),
			'pending'                  => array( 'pm_pending', 'success', 'order-received' ),
			'under way'                => array( 'pm_working', 'success', 'order-received' ),
			'503'                      => array( 'pm_away', 'failure', 'have not been charged' ),
			'refused'                  => array( 'pm_refused', 'failure', 'cannot be paid any more' ),
		);
	}

	/** @dataProvider answers */
	public function test_the_classic_checkout_maps_every_answer( string $method, string $result, string $contains ): void {
		$answer = $this->checkout( $method );
		self::assertSame( $result, $answer['result'], json_encode( $answer ) );
		self::assertStringContainsString( $contains, 'success' === $result ? $answer['redirect'] : $answer['messages'] );
	}

	/** @dataProvider answers */
	public function test_the_block_checkout_maps_every_answer( string $method, string $result, string $contains ): void {
		list( $status, $answer ) = $this->block_checkout( $method );
		self::assertSame( 'success' === $result ? 200 : 400, $status, json_encode( $answer ) );
		$told = 'success' === $result ? $answer['payment_result']['redirect_url'] : ( $answer['message'] ?? array_column( $answer['payment_result']['payment_details'], 'value', 'key' )['payonce_message'] );
		self::assertStringContainsString( $contains, html_entity_decode( $told, ENT_QUOTES ) );
	}

	public function test_a_block_checkout_that_was_declined_can_be_paid_by_another_card(): void {
		$jar = $this->visitor();
		self::assertSame( 400, $this->block_checkout( 'pm_declined', $jar )[0] );
		// Before WooCommerce 9 a second reservation of stock within one second counts as "not enough".
		usleep( 1100000 );
		list( $status, $answer ) = $this->block_checkout( 'pm_card_visa', $jar );
		self::assertSame( 200, $status, json_encode( $answer ) );
		$keys = array_column( array_slice( self::$stub->requests( '/payments' ), -2 ), 'key' );
		self::assertNotSame( $keys[0], $keys[1] );
		self::assertSame( substr( $keys[0], 0, -2 ), substr( $keys[1], 0, -2 ), 'the same order, the next attempt' );
	}

	public function test_a_service_that_hangs_holds_nobody_for_more_than_twelve_seconds(): void {
		$start = microtime( true );
		$this->checkout( 'pm_card_visa' );
		$without = microtime( true ) - $start;
		$start   = microtime( true );
		$answer  = $this->checkout( 'pm_hang' );
		self::assertLessThan( 12.0 + $without, microtime( true ) - $start );
		self::assertSame( 'failure', $answer['result'] );
		self::assertStringContainsString( 'will not be charged twice', $answer['messages'] );
	}

	public function test_the_wait_for_the_orders_lock_counts_into_the_twelve_seconds(): void {
		list( $order ) = self::$shop->orders( 1 );
		$pay           = "WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); \$start = microtime( true ); \$taken = Payonce\\Orders\\OrderLock::take( {$order['id']}, 5 ); Payonce\\Payments\\Charge::of( wc_get_order( {$order['id']} ), array( 'gateway' => 'stripe', 'paymentMethod' => 'pm_hang' ) ); return array( \$taken, microtime( true ) - \$start );";
		$name          = self::$shop->do( 'run', array( 'php' => "return Payonce\\Link::lock_name( {$order['id']} );" ) );
		self::$shop->query( "SELECT GET_LOCK('$name', 10)" );
		list( $taken, $seconds ) = self::$shop->do( 'run', array( 'php' => $pay ) );
		self::$shop->query( "SELECT RELEASE_LOCK('$name')" );
		self::assertFalse( $taken, 'it has waited for five seconds' );
		self::assertLessThan( 12.0, $seconds );
		self::assertGreaterThan( 10.0, $seconds, 'the rest is for Payonce' );
	}

	public function test_the_same_attempt_sends_the_same_key_and_another_card_the_next_one(): void {
		list( $order ) = self::$shop->orders( 1 );
		$pay           = "\$_POST = array( 'payonce_method' => '%s' ); return ( new Payonce\\Gateway\\Gateway() )->process_payment( {$order['id']} )['result'];";
		foreach ( array( 'pm_away', 'pm_away', 'pm_declined', 'pm_card_visa' ) as $method ) {
			self::$shop->do( 'run', array( 'php' => 'WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); ' . sprintf( $pay, $method ) ) );
		}
		$requests = array_values( array_filter( self::$stub->requests( '/payments' ), static fn( $request ) => $request['body']['order'] === $order['id'] ) );
		$numbers  = array_map( static fn( $request ) => substr( $request['key'], -1 ) . ' ' . $request['body']['paymentMethod'], $requests );
		self::assertSame( array( '1 pm_away', '1 pm_away', '1 pm_declined', '2 pm_declined', '3 pm_card_visa' ), $numbers );
		foreach ( $requests as $request ) {
			self::assertStringContainsString( '{order_key}', $request['body']['returnUrl'], 'the order\'s key is never sent' );
			self::assertStringNotContainsString( 'wc_order_', $request['raw'] );
			self::assertMatchesRegularExpression( '/^wc-\d+-[0-9a-f]{12}-\d+$/', $request['key'] );
		}
	}

	public function test_refunds_keep_their_record_until_a_definite_no(): void {
		$orders = self::$shop->orders( 6 );
		$ids    = array_column( $orders, 'id' );
		self::$shop->do( 'run', array( 'php' => 'foreach ( array( ' . implode( ',', $ids ) . " ) as \$id ) { wc_get_order( \$id )->payment_complete( 'ch_' . \$id ); }" ) );
		$results = array();
		foreach ( array( '20.00', '20.01', '20.02', '20.03', '20.05' ) as $number => $amount ) {
			$results[] = self::$shop->do( 'run', array( 'php' => "\$r = wc_create_refund( array( 'order_id' => {$ids[$number]}, 'amount' => '$amount', 'refund_payment' => true ) ); return is_wp_error( \$r ) ? \$r->get_error_message() : array( (string) wc_get_order( \$r->get_id() )->get_meta( '_payonce_refund' ), count( wc_get_order( {$ids[$number]} )->get_refunds() ) );" ) );
		}
		self::assertSame( array( 'done', 1 ), $results[0] );
		self::assertStringContainsString( 'more than is left', $results[1] );
		self::assertSame( array( array( 'pending', 1 ), array( 'pending', 1 ), array( 'pending', 1 ) ), array_slice( $results, 2 ) );
		$left = self::$shop->do( 'run', array( 'php' => "return count( wc_get_order( {$ids[1]} )->get_refunds() );" ) );
		self::assertSame( 0, $left );
		// The request is repeated with the same key until the answer is final.
		$record = self::$shop->do( 'run', array( 'php' => "\$r = wc_get_order( {$ids[2]} )->get_refunds()[0]->get_id(); Payonce\\Refunds\\RefundRetry::retry( \$r, 0 ); return \$r;" ) );
		$requests = array_values( array_filter( self::$stub->requests( '/refunds' ), static fn( $request ) => $request['body']['refund'] === $record ) );
		self::assertCount( 2, $requests );
		self::assertSame( $requests[0]['key'], $requests[1]['key'] );
		self::assertSame( $requests[0]['raw'], $requests[1]['raw'] );
		self::assertStringEndsWith( "-refund-$record", $requests[0]['key'] );
		$scheduled = self::$shop->query( "SELECT COUNT(*) AS n FROM wp_actionscheduler_actions WHERE hook = 'payonce_refund' AND status = 'pending' AND args LIKE '[$record,%'" );
		self::assertSame( '2', $scheduled[0]['n'] );
	}

	public function test_a_refund_that_cannot_be_made_is_a_conflict_for_rest(): void {
		list( $order, $other ) = self::$shop->orders( 2 );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->payment_complete( 'ch_c' ); \$o = wc_get_order( {$other['id']} ); \$o->set_payment_method( 'cod' ); \$o->save();" ) );
		$rest   = array( 'Content-Type: application/json', 'X-Forwarded-Proto: https', self::$shop->rest_header() );
		$refund = static fn( int $of, string $amount ) => self::$shop->http( 'POST', "/wp-json/wc/v3/orders/$of/refunds", "{\"amount\":\"$amount\",\"api_refund\":true}", $rest );
		foreach ( array( '20.01' => 'more than is left of the payment', '60.00' => 'only 50.00 EUR of this order is left' ) as $amount => $sentence ) {
			list( $status, $answer ) = $refund( $order['id'], (string) $amount );
			self::assertSame( array( 409, 'payonce_refund_refused' ), array( $status, $answer['code'] ), json_encode( $answer ) );
			self::assertStringContainsString( $sentence, $answer['message'] );
		}
		self::assertSame( 500, $refund( $other['id'], '60.00' )[0], 'other gateways keep WooCommerce\'s own answer' );
		self::assertSame( array(), self::$shop->do( 'run', array( 'php' => "return wc_get_order( {$order['id']} )->get_refunds();" ) ) );
	}

	public function test_a_full_refund_whose_no_comes_late_puts_the_order_back(): void {
		list( $order ) = self::$shop->orders( 1, array( 'items' => array( 'widget' => 1 ) ) );
		$answer        = self::$shop->do(
			'run',
			array(
				'php' => "\$o = wc_get_order( {$order['id']} ); \$o->payment_complete( 'ch_late' ); \$r = wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => '25.00', 'refund_payment' => false ) );
				\$r->update_meta_data( '_payonce_refund', 'pending' ); \$r->update_meta_data( '_payonce_status_before', 'processing' ); \$r->save(); \$before = wc_get_order( {$order['id']} )->get_status();
				Payonce\\Refunds\\RefundRecord::remove( wc_get_order( {$order['id']} ), wc_get_order( \$r->get_id() ), 'refund_failed' );
				return array( \$before, wc_get_order( {$order['id']} )->get_status(), count( wc_get_order( {$order['id']} )->get_refunds() ) );",
			)
		);
		self::assertSame( array( 'refunded', 'processing', 0 ), $answer );
	}

	public function test_payonce_is_never_called_while_the_orders_lock_is_held(): void {
		list( $order ) = self::$shop->orders( 1 );
		$answer        = self::$shop->do( 'run', array( 'php' => "Payonce\\Orders\\OrderLock::take( {$order['id']}, 1 ); \$start = microtime( true ); \$a = Payonce\\Api\\Client::refresh( {$order['id']} ); return array( \$a->http, microtime( true ) - \$start < 1 );" ) );
		self::assertSame( array( 0, true ), $answer );
	}

	public function test_capture_by_status_is_asked_for_after_the_save(): void {
		list( $order ) = self::$shop->orders( 1, array( 'status' => 'on-hold' ) );
		self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, currency, authorized, updated_at) VALUES ({$order['id']}, '{$order['key']}', 'AUTHORIZED', 'EUR', 5000, UTC_TIMESTAMP(6))" );
		self::$shop->do( 'run', array( 'php' => "\$s = get_option( 'woocommerce_payonce_settings' ); \$s['capture_on_status'] = 'processing'; update_option( 'woocommerce_payonce_settings', \$s );" ) );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->update_status( 'processing' );" ) );
		self::assertCount( 0, array_filter( self::$stub->requests( '/capture' ), static fn( $request ) => str_contains( $request['path'], "/{$order['id']}/" ) ) );
		self::$shop->do( 'queue' );
		$captures = array_values( array_filter( self::$stub->requests( '/capture' ), static fn( $request ) => str_contains( $request['path'], "/{$order['id']}/" ) ) );
		self::assertCount( 1, $captures );
		self::assertSame( '{}', $captures[0]['raw'], 'an empty body is an object' );
		self::$shop->do( 'run', array( 'php' => "\$s = get_option( 'woocommerce_payonce_settings' ); \$s['capture_on_status'] = 'no'; update_option( 'woocommerce_payonce_settings', \$s );" ) );
	}

	public function test_an_edit_page_that_was_opened_before_the_payment_undoes_nothing(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_edit' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$post   = "'payonce_opened_status' => 'pending', 'payonce_opened_transaction' => '', 'order_status' => 'wc-pending', '_transaction_id' => ''";
		$answer = self::$shop->do( 'run', array( 'php' => "\$_POST = array( $post ); Payonce\\Guards\\EditPage::refresh_form( {$order['id']} ); return array( \$_POST['order_status'], \$_POST['_transaction_id'] );" ) );
		self::assertSame( array( 'wc-processing', 'ch_edit' ), $answer );
		$post   = str_replace( "'order_status' => 'wc-pending'", "'order_status' => 'wc-cancelled'", $post );
		$answer = self::$shop->do( 'run', array( 'php' => "\$_POST = array( $post ); Payonce\\Guards\\EditPage::refresh_form( {$order['id']} ); return \$_POST['order_status'];" ) );
		self::assertSame( 'wc-cancelled', $answer, 'what the clerk chose stays' );
	}

	public function test_an_edit_page_that_gets_no_lock_says_so(): void {
		list( $order ) = self::$shop->orders( 1 );
		$save          = "require_once WC()->plugin_path() . '/includes/admin/class-wc-admin-meta-boxes.php'; Payonce\\Guards\\EditPage::lock( {$order['id']} ); Payonce\\Guards\\EditPage::free( {$order['id']} ); return implode( ' ', WC_Admin_Meta_Boxes::\$meta_box_errors );";
		self::assertSame( '', self::$shop->do( 'run', array( 'php' => $save ) ) );
		self::$shop->query( "SELECT GET_LOCK('order_payment_lock_{$order['id']}', 1)" );
		$told = self::$shop->do( 'run', array( 'php' => $save ) );
		self::$shop->query( "SELECT RELEASE_LOCK('order_payment_lock_{$order['id']}')" );
		self::assertStringContainsString( 'after a wait of 10 seconds', $told );
	}

	public function test_a_shopper_cannot_cancel_while_a_charge_is_under_way(): void {
		$orders = self::$shop->orders( 4 );
		foreach ( array( 'GATEWAY', 'SHOPPER' ) as $number => $waits ) {
			self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, waits_for, keep_until, updated_at) VALUES ({$orders[$number]['id']}, '{$orders[$number]['key']}', 'OPEN', '$waits', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, UTC_TIMESTAMP(6))" );
		}
		self::$shop->paid( $orders[2], 'ch_cancel' );
		$answers = array();
		foreach ( $orders as $order ) {
			$answers[] = self::$shop->do( 'run', array( 'php' => "return apply_filters( 'woocommerce_valid_order_statuses_for_cancel', array( 'pending', 'failed' ), wc_get_order( {$order['id']} ) );" ) );
		}
		self::assertSame( array( array(), array( 'pending', 'failed' ), array(), array( 'pending', 'failed' ) ), $answers );
	}

	public function test_a_shopper_cannot_cancel_while_a_second_attempt_is_under_way(): void {
		$orders = self::$shop->orders( 2 );
		foreach ( $orders as $number => $order ) {
			self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, waits_for, keep_until, updated_at) VALUES ({$order['id']}, '{$order['key']}', 'OPEN', 'SHOPPER', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, UTC_TIMESTAMP(6))" );
			$meta     = array( '_payonce_attempt' => '2', '_payonce_asked' => (string) ( $number + 1 ), '_payonce_sent_at' => (string) time() );
			$orders[ $number ]['left'] = self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); foreach ( " . var_export( $meta, true ) . " as \$k => \$v ) { \$o->update_meta_data( \$k, \$v ); } \$o->save(); return count( apply_filters( 'woocommerce_valid_order_statuses_for_cancel', array( 'pending', 'failed' ), wc_get_order( {$order['id']} ) ) );" ) );
		}
		self::assertSame( array( 0, 2 ), array_column( $orders, 'left' ), 'the second attempt is under way; the second attempt asks the shopper' );
	}

	public function test_nobody_is_called_not_charged_while_an_earlier_request_has_no_answer(): void {
		list( $order ) = self::$shop->orders( 1 );
		$run           = fn( string $sent ) => self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$o->update_meta_data( '_payonce_sent_at', '$sent' ); \$o->save(); WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); \$c = Payonce\\Payments\\Charge::of( \$o, array( 'gateway' => 'stripe', 'paymentMethod' => 'pm_away' ) ); return array( \$c->message(), '' !== wc_get_order( {$order['id']} )->get_meta( '_payonce_sent_at' ) );" ) );
		list( $before, $kept ) = $run( (string) ( time() - 60 ) );
		self::assertStringContainsString( 'will not be charged twice', $before );
		self::assertTrue( $kept, 'the guards still know of the earlier request' );
		list( $after, $kept ) = $run( '0' );
		self::assertStringContainsString( 'have not been charged', $after );
		self::assertFalse( $kept );
	}

	public function test_the_connections_test_names_what_is_wrong(): void {
		$ask = "wp_set_current_user( 1 ); return implode( ' ', Payonce\\Admin\\Connection::problems( true ) );";
		self::assertStringContainsString( 'has never written', self::$shop->do( 'run', array( 'php' => $ask ) ) );
		$site = self::$shop->do( 'run', array( 'php' => "return Payonce\\Fingerprint::of_site( get_option( 'siteurl' ) );" ) );
		self::$shop->query( "REPLACE INTO wp_payonce_link (store, site, lock_kind, lock_name, features, seen_at) VALUES ('', '$site', 'advisory', 'order_payment_lock_{order}', 'save', UTC_TIMESTAMP(6))" );
		self::assertSame( '', self::$shop->do( 'run', array( 'php' => $ask ) ) );
		self::assertStringContainsString( 'does not know this token', self::$shop->do( 'run', array( 'php' => "define( 'PAYONCE_TOKEN', 'wrong' ); $ask" ) ) );
		self::assertStringContainsString( 'cannot be reached', self::$shop->do( 'run', array( 'php' => "define( 'PAYONCE_API', 'http://127.0.0.1:9' ); $ask" ) ) );
		self::$shop->query( 'UPDATE wp_payonce_link SET seen_at = seen_at - INTERVAL 30 MINUTE' );
		self::assertStringContainsString( '30 minutes ago', self::$shop->do( 'run', array( 'php' => $ask ) ) );
		self::$shop->query( 'DELETE FROM wp_payonce_link' );
	}

	public function test_an_orders_screen_shows_what_payonce_knows_without_asking_it(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, payment, currency, captured, review, review_text, updated_at) VALUES ({$order['id']}, '{$order['key']}', 'NEEDS_REVIEW', 'pi_box', 'EUR', 5000, 3, 'paid and cancelled', UTC_TIMESTAMP(6))" );
		$before = count( self::$stub->requests( '' ) );
		$box    = self::$shop->do( 'run', array( 'php' => "ob_start(); Payonce\\Admin\\OrderBox::print_box( wc_get_order( {$order['id']} ) ); return ob_get_clean();" ) );
		self::assertStringContainsString( 'pi_box', $box );
		self::assertStringContainsString( 'review 3', $box );
		self::assertStringContainsString( '50.00 EUR', $box );
		self::assertCount( $before, self::$stub->requests( '' ) );
	}

	public function test_the_return_page_loads_itself_again_until_the_payment_is_confirmed(): void {
		list( $order ) = self::$shop->orders( 1 );
		$key           = self::$shop->do( 'run', array( 'php' => "return wc_get_order( {$order['id']} )->get_order_key();" ) );
		$jar           = (string) tempnam( sys_get_temp_dir(), 'jar' );
		$headers       = array();
		$load          = function ( int $number ) use ( $order, $key, $jar, &$headers ): string {
			$headers = array();
			$this->browse( $jar, "/checkout/order-received/{$order['id']}/?key=$key&payonce=$number", null, array(), $headers );
			return self::$shop->do( 'run', array( 'php' => "return apply_filters( 'woocommerce_thankyou_order_received_text', 'Thank you.', wc_get_order( {$order['id']} ) );" ) );
		};
		self::assertStringContainsString( 'is being confirmed', $load( 1 ) );
		self::assertStringContainsString( "/order-received/{$order['id']}/?key=$key&payonce=2", $headers['refresh'] ?? 'is not loaded again' );
		$load( 6 );
		self::assertArrayNotHasKey( 'refresh', $headers );

		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->update_status( 'cancelled' );" ) );
		self::assertSame( 'This order was cancelled and is not paid.', $load( 1 ) );
		self::assertArrayNotHasKey( 'refresh', $headers );

		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->update_status( 'processing' );" ) );
		self::assertSame( 'Thank you.', $load( 1 ) );
		self::assertArrayNotHasKey( 'refresh', $headers );
	}

	/** @return array{0:string} A cookie jar with one widget in its cart. */
	private function visitor(): string {
		$jar = (string) tempnam( sys_get_temp_dir(), 'jar' );
		$ids = self::$shop->do( 'run', array( 'php' => "return get_option( 'payonce_test' );" ) );
		$this->browse( $jar, "/?add-to-cart={$ids['widget']}" );
		return $jar;
	}

	/** @return array<string,mixed> */
	private function checkout( string $method ): array {
		$jar  = $this->visitor();
		$page = $this->browse( $jar, '/?wc-ajax=get_refreshed_fragments' );
		$url  = self::$shop->do( 'run', array( 'php' => "\$c = wc_get_page_id( 'checkout' ); wp_update_post( array( 'ID' => \$c, 'post_content' => '[woocommerce_checkout]' ) ); return get_permalink( \$c );" ) );
		$page = $this->browse( $jar, (string) parse_url( $url, PHP_URL_PATH ) );
		self::assertSame( 1, preg_match( '/name="woocommerce-process-checkout-nonce" value="([^"]+)"/', $page, $nonce ), 'the checkout is shown' );
		self::assertStringContainsString( 'payment_method_payonce', $page );
		$fields = array( 'billing_first_name' => 'Ann', 'billing_last_name' => 'Bee', 'billing_country' => 'DE', 'billing_address_1' => '1 Street', 'billing_postcode' => '10115', 'billing_city' => 'Berlin', 'billing_phone' => '123', 'billing_email' => 'ann@example.test', 'payment_method' => 'payonce', 'payonce_method' => $method, 'woocommerce-process-checkout-nonce' => $nonce[1] );
		return (array) json_decode( $this->browse( $jar, '/?wc-ajax=checkout', http_build_query( $fields ) ), true );
	}

	/** @return array{0:int,1:array<string,mixed>} */
	private function block_checkout( string $method, ?string $jar = null ): array {
		$jar     = $jar ?? $this->visitor();
		$headers = array();
		$this->browse( $jar, '/wp-json/wc/store/v1/cart', null, array(), $headers );
		$address = array( 'first_name' => 'Ann', 'last_name' => 'Bee', 'address_1' => '1 Street', 'city' => 'Berlin', 'postcode' => '10115', 'country' => 'DE', 'email' => 'ann@example.test', 'phone' => '123' );
		$body    = array( 'billing_address' => $address, 'payment_method' => 'payonce', 'payment_data' => array( array( 'key' => 'payonce_method', 'value' => $method ) ) );
		$status  = 0;
		$answer  = $this->browse( $jar, '/wp-json/wc/store/v1/checkout', (string) json_encode( $body ), array( 'Content-Type: application/json', 'Nonce: ' . ( $headers['nonce'] ?? '' ) ), $headers, $status );
		return array( $status, (array) json_decode( $answer, true ) );
	}

	/**
	 * @param string[] $send
	 * @param array<string,string> $headers
	 */
	private function browse( string $jar, string $path, ?string $body = null, array $send = array(), array &$headers = array(), int &$status = 0 ): string {
		$curl = curl_init( self::$shop->address . $path );
		curl_setopt_array(
			$curl,
			array(
				CURLOPT_RETURNTRANSFER => true,
				CURLOPT_COOKIEJAR      => $jar,
				CURLOPT_COOKIEFILE     => $jar,
				CURLOPT_FOLLOWLOCATION => true,
				CURLOPT_HTTPHEADER     => $send,
				CURLOPT_HEADERFUNCTION => static function ( $curl, string $line ) use ( &$headers ) {
					$parts = explode( ':', $line, 2 );
					if ( isset( $parts[1] ) ) {
						$headers[ strtolower( $parts[0] ) ] = trim( $parts[1] );
					}
					return strlen( $line );
				},
			)
		);
		if ( null !== $body ) {
			curl_setopt( $curl, CURLOPT_POSTFIELDS, $body );
		}
		$answer = (string) curl_exec( $curl );
		$status = (int) curl_getinfo( $curl, CURLINFO_RESPONSE_CODE );
		return $answer;
	}
}
