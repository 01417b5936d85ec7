<?php
/**
 * Effects on a real shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * What effects do to an order, compared row by row with WooCommerce's own functions.
 */
final class EffectsTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	/** @return array<string,array{0:array<string,mixed>,1:array<int,array{0:array<string,mixed>,1:string,2:array<string,mixed>}>}> */
	public static function cases(): array {
		$pay  = array( array( 'what' => 'pay', 'transaction' => 'ch_x' ), 'paid', array() );
		$hold = array( array( 'what' => 'status', 'to' => 'on-hold', 'transaction' => 'ch_x', 'note' => 'Payment pi_ch_x is authorized. Capture it to take the money, or cancel the order to let it go.' ), 'status', array( 'from' => array( 'pending' ), 'to' => 'on-hold', 'why' => 'AUTHORIZED', 'payment' => 'pi_ch_x', 'transaction' => 'ch_x' ) );
		$give = static fn( int $minor ) => array( array( 'what' => 'refund', 'amount' => sprintf( '%.2f', $minor / 100 ), 'reason' => 'Refunded at the gateway' ), 'refund', array( 'refund' => 're_' . $minor, 'amount' => array( 'minor' => $minor, 'currency' => 'EUR' ), 'by' => 'dashboard' ) );
		$dispute = static fn( string $state, string $to, string $note ) => array( array( 'what' => 'status', 'to' => $to, 'note' => "$note (dp_1, 50.00 EUR, fraudulent)", 'without' => 'customer_failed_order' ), 'dispute', array( 'dispute' => 'dp_1', 'payment' => 'pi_ch_x', 'state' => $state, 'move' => true, 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ), 'reason' => 'fraudulent' ) );
		$opened  = $dispute( 'opened', 'on-hold', 'The bank disputes payment pi_ch_x. Answer the dispute at the gateway.' );
		$lost    = $dispute( 'lost', 'failed', 'The dispute of payment pi_ch_x was lost; the bank has taken the money back.' );
		return array(
			'paid'                  => array( array( 'items' => array( 'widget' => 2, 'gadget' => 1 ) ), array( $pay ) ),
			'paid with coupon'      => array( array( 'coupon' => 'ten', 'customer' => 'ann' ), array( $pay ) ),
			'a book is completed'   => array( array( 'items' => array( 'book' => 1 ), 'customer' => 'ann' ), array( $pay ) ),
			'authorized'            => array( array(), array( $hold ) ),
			'authorized, then paid' => array( array(), array( $hold, $pay ) ),
			'declined'              => array( array(), array( array( array( 'what' => 'status', 'to' => 'failed', 'note' => 'Payment pi_ch_x was declined. (insufficient_funds)' ), 'status', array( 'from' => array( 'pending' ), 'to' => 'failed', 'why' => 'DECLINED', 'payment' => 'pi_ch_x', 'detail' => 'insufficient_funds' ) ) ) ),
			'declined, then paid'   => array( array( 'status' => 'failed' ), array( $pay ) ),
			'held, then voided'     => array( array( 'coupon' => 'ten' ), array( $hold, array( array( 'what' => 'status', 'to' => 'cancelled', 'note' => 'Payment pi_ch_x was voided; no money was taken.' ), 'status', array( 'from' => array( 'on-hold' ), 'to' => 'cancelled', 'why' => 'VOIDED', 'payment' => 'pi_ch_x' ) ) ) ),
			'refunded in part'      => array( array(), array( $pay, $give( 1000 ) ) ),
			'refunded in parts'     => array( array(), array( $pay, $give( 1000 ), $give( 4000 ) ) ),
			'refunded whole'        => array( array( 'customer' => 'ann' ), array( $pay, $give( 5000 ) ) ),
			'reopened'              => array( array( 'status' => 'cancelled' ), array( $pay ) ),
			'disputed'              => array( array(), array( $pay, $opened ) ),
			'disputed and lost'     => array( array(), array( $pay, $opened, $lost ) ),
		);
	}

	/**
	 * @dataProvider cases
	 * @param array<string,mixed> $request
	 * @param array<int,array{0:array<string,mixed>,1:string,2:array<string,mixed>}> $steps
	 */
	public function test_an_effect_does_what_woocommerce_itself_does( array $request, array $steps ): void {
		if ( 'ann' === ( $request['customer'] ?? '' ) ) {
			$request['customer'] = self::$shop->do( 'run', array( 'php' => "return get_option( 'payonce_test' )['ann'];" ) );
		}
		list( $own, $ours ) = self::$shop->orders( 2, $request );
		self::$shop->do( 'queue' );
		$log        = getenv( 'PAYONCE_TEST_WORK' ) . '/log';
		$hooks_own  = array();
		$hooks_ours = array();
		$start      = self::$shop->do( 'totals' );
		foreach ( $steps as $step ) {
			self::$shop->do( 'own', array( 'order' => $own['id'] ) + $step[0], array( 'PAYONCE_TEST_HOOKS' => "$log/hooks-own.json" ) );
			$hooks_own = self::sum( $hooks_own, "$log/hooks-own.json" );
		}
		self::$shop->do( 'queue' );
		$middle = self::$shop->do( 'totals' );
		foreach ( $steps as $number => $step ) {
			if ( 'paid' === $step[1] ) {
				self::$shop->paid( $ours, 'ch_x' );
			} else {
				self::$shop->reconcile( $ours, "step:$number", $step[1], $step[2] );
			}
			self::$shop->do( 'apply', array( 'orders' => array( $ours['id'] ) ), array( 'PAYONCE_TEST_HOOKS' => "$log/hooks-ours.json" ) );
			$hooks_ours = self::sum( $hooks_ours, "$log/hooks-ours.json" );
		}
		self::$shop->do( 'queue' );
		$end = self::$shop->do( 'totals' );

		foreach ( self::$shop->query( "SELECT kind, state, code, detail FROM wp_payonce_effect WHERE order_id = {$ours['id']}" ) as $row ) {
			self::assertSame( '2 applied', "{$row['state']} {$row['code']}", $row['kind'] . ' ' . $row['detail'] );
		}
		$expected = self::$shop->do( 'snapshot', array( 'order' => $own['id'] ) );
		$actual   = self::$shop->do( 'snapshot', array( 'order' => $ours['id'] ) );
		foreach ( $expected as $table => $rows ) {
			self::assertSame( $rows, $actual[ $table ], $table );
		}
		self::assertSame( self::difference( $start, $middle ), self::difference( $middle, $end ), 'stock, sales and usage' );
		self::assertSame( self::$shop->mails( $own['id'] ), self::$shop->mails( $ours['id'] ), 'mails' );
		$only = array_filter( array_keys( $hooks_own + $hooks_ours ), static fn( $hook ) => ( $hooks_own[ $hook ] ?? 0 ) !== ( $hooks_ours[ $hook ] ?? 0 ) );
		// Exceptions, each with its reason, are in docs of the plugin: CONTRACT.md, "What differs".
		$only = array_diff( $only, array( 'woocommerce_delete_shop_order_transients', 'woocommerce_before_order_object_save', 'woocommerce_after_order_object_save' ) );
		$only = array_filter( $only, static fn( $hook ) => 1 !== preg_match( '/cache|_read$|action_scheduler|_gateway|shipping|email_|load|integration|_init|settings|stored_action|_loaded/', $hook ) );
		if ( array() !== array_column( array_column( $steps, 0 ), 'without' ) ) {
			// It asks for the mail that an effect does not send.
			$only = array_diff( $only, array( 'woocommerce_order_status_failed_notification' ) );
		}
		if ( 'sync' === getenv( 'PAYONCE_TEST_STORAGE' ) || '8.2.2/hpos' === getenv( 'PAYONCE_TEST_VERSION' ) . '/' . getenv( 'PAYONCE_TEST_STORAGE' ) ) {
			$only = preg_grep( '/_backfilled$|_refund_object_|^woocommerce_update_order_refund$|^woocommerce_order_object_updated_props$/', $only, PREG_GREP_INVERT );
		}
		self::assertSame( array(), array_values( array_map( static fn( $hook ) => "$hook: " . ( $hooks_own[ $hook ] ?? 0 ) . ' and ' . ( $hooks_ours[ $hook ] ?? 0 ), $only ) ), 'hooks' );
	}

	public function test_an_effect_that_is_there_twice_is_applied_once(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_once' );
		self::$shop->paid( $order, 'ch_once' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'], $order['id'] ) ) );
		$state = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		self::assertSame( array( 'processing', 1, 2 ), array( $state['status'], $state['payments'], $state['reduced'] ) );
		self::assertSame( array( 'customer_processing_order to ann@example.test', 'new_order to admin@example.test' ), self::$shop->mails( $order['id'] ) );
	}

	public function test_what_cannot_be_applied_says_why_and_changes_nothing(): void {
		$orders = self::$shop->orders( 5 );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$orders[0]['id']} )->payment_complete( 'ch_cash' ); wc_get_order( {$orders[1]['id']} )->delete( false ); \$o = wc_get_order( {$orders[2]['id']} ); \$o->set_total( 75 ); \$o->save(); wc_get_order( {$orders[3]['id']} )->update_status( 'cancelled' );" ) );
		self::$shop->paid( $orders[0], 'ch_0' );
		self::$shop->paid( $orders[1], 'ch_1' );
		self::$shop->paid( $orders[2], 'ch_2' );
		self::$shop->paid( $orders[3], 'ch_3', array( 'from' => array( 'pending', 'failed', 'on-hold' ) ) );
		self::$shop->paid( array( 'key' => str_repeat( '0', 32 ) ) + $orders[4], 'ch_4' );
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		$codes = array();
		foreach ( $orders as $number => $order ) {
			$row     = self::$shop->effect( $order['id'], "paid:ch_$number" );
			$codes[] = $row['state'] . ' ' . $row['code'];
		}
		self::assertSame( array( '3 paid_otherwise', '3 status_is_trash', '3 total_changed', '3 status_is_cancelled', '3 order_key_differs' ), $codes );
		foreach ( $orders as $order ) {
			$pending = self::$shop->query( "SELECT COUNT(*) AS n FROM wp_actionscheduler_actions WHERE hook = 'payonce_refresh' AND status = 'pending' AND args LIKE '[{$order['id']},%'" );
			self::assertSame( '1', $pending[0]['n'], 'Payonce is asked to refresh each of them' );
		}
	}

	public function test_payonce_is_asked_again_until_it_has_asked_a_person(): void {
		$orders = self::$shop->orders( 2 );
		foreach ( $orders as $number => $order ) {
			self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->payment_complete( 'ch_cash' );" ) );
			self::$shop->paid( $order, "ch_asked$number" );
		}
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		self::$shop->query( "UPDATE wp_actionscheduler_actions SET status = 'complete' WHERE hook = 'payonce_refresh'" );
		self::$shop->query( "INSERT INTO wp_payonce_payment (order_id, order_key, status, reason, review, updated_at) VALUES ({$orders[1]['id']}, '{$orders[1]['key']}', 'NEEDS_REVIEW', 'EFFECT_REJECTED', 1, UTC_TIMESTAMP(6))" );
		self::$shop->do( 'tidy' );
		$asked = array_column( self::$shop->query( "SELECT args FROM wp_actionscheduler_actions WHERE hook = 'payonce_refresh' AND status = 'pending'" ), 'args' );
		self::assertContains( "[{$orders[0]['id']},0]", $asked );
		self::assertNotContains( "[{$orders[1]['id']},0]", $asked );
	}

	public function test_a_paid_order_that_was_set_back_is_restored_without_a_second_mail(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_r' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::$shop->do( 'run', array( 'php' => "wc_get_order( {$order['id']} )->update_status( 'pending' );" ) );
		self::$shop->reconcile( $order, 'paid#2', 'paid', array( 'payment' => 'pi_ch_r', 'transaction' => 'ch_r', 'from' => array( 'pending', 'failed' ), 'covers' => array( 'minor' => $order['total'], 'currency' => 'EUR' ), 'restore' => true ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$state = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		self::assertSame( array( 'processing', 'ch_r', 1, 2, true ), array( $state['status'], $state['transaction'], $state['payments'], $state['reduced'], $state['sales'] ) );
		self::assertCount( 2, self::$shop->mails( $order['id'] ) );
	}

	public function test_an_order_that_our_payment_pays_has_our_method_again(): void {
		$orders = self::$shop->orders( 2 );
		foreach ( $orders as $number => $order ) {
			$asked = 0 === $number ? "\$o->update_meta_data( '_payonce_attempt', '1' );" : '';
			self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$o->set_payment_method( 'bacs' ); $asked \$o->save();" ) );
			self::$shop->paid( $order, "ch_method_$number" );
		}
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		$method = static fn( array $order ) => self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); return array( \$o->get_status(), \$o->get_payment_method() );" ) );
		self::assertSame( array( array( 'processing', 'payonce' ), array( 'processing', 'bacs' ) ), array_map( $method, $orders ) );
	}

	public function test_an_effect_that_another_process_has_applied_is_not_ours(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_rival' );
		$then = "\$effect = Payonce\\Effects\\Outbox::open( {$order['id']} )[0]; Payonce\\Effects\\Applier::apply( {$order['id']}, 1 ); \$applied = array(); \$one = new ReflectionMethod( 'Payonce\\Effects\\Applier', 'apply_one' ); \$one->setAccessible( true ); \$done = \$one->invokeArgs( null, array( \$effect, &\$applied ) ); return array( \$done, \$applied );";
		self::assertSame( array( true, array() ), self::$shop->do( 'run', array( 'php' => $then ) ) );
		self::assertCount( 2, self::$shop->mails( $order['id'] ) );
	}

	public function test_a_process_that_hung_in_a_mail_sends_no_more_once_another_has_taken_over(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_slow' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::$shop->query( "UPDATE wp_payonce_effect SET state = 1, mails = '[{},{}]' WHERE order_id = {$order['id']}" );
		$outbox = 'Payonce\\Effects\\Outbox';
		$then   = "global \$wpdb; \$id = $outbox::with_mails( {$order['id']} )[0]; list( \$mails, \$claim ) = $outbox::claim_mails( \$id, true ); \$early = $outbox::claim_mails( \$id, false );
			\$wpdb->query( \"UPDATE wp_payonce_effect SET tried_at = tried_at - INTERVAL 361 SECOND WHERE id = \$id\" ); \$taken = $outbox::claim_mails( \$id, false );
			return array( count( \$mails ), \$early, count( \$taken[0] ), $outbox::mails_left( \$id, array(), \$claim ), null !== $outbox::mails_left( \$id, array(), \$taken[1] ) );";
		self::assertSame( array( 2, null, 2, null, true ), self::$shop->do( 'run', array( 'php' => $then ) ) );
	}

	public function test_a_dispute_holds_and_comes_back_or_fails(): void {
		$orders  = self::$shop->orders( 2 );
		$dispute = static fn( string $state ) => array( 'dispute' => 'dp_1', 'payment' => 'pi_1', 'state' => $state, 'move' => true, 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ), 'reason' => 'fraudulent' );
		foreach ( $orders as $number => $order ) {
			self::$shop->paid( $order, "ch_d$number" );
			self::$shop->reconcile( $order, 'dispute:dp_1#1=opened', 'dispute', $dispute( 'opened' ) );
		}
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		$states = self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) );
		self::assertSame( array( 'on-hold', 'on-hold' ), array_values( array_column( $states, 'status' ) ) );
		self::$shop->reconcile( $orders[0], 'dispute:dp_1#2=won', 'dispute', $dispute( 'won' ) );
		self::$shop->reconcile( $orders[1], 'dispute:dp_1#2=lost', 'dispute', $dispute( 'lost' ) );
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		$states = self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) );
		self::assertSame( array( 'processing', 'failed' ), array_values( array_column( $states, 'status' ) ) );
		self::assertNotContains( 'customer_failed_order to ann@example.test', self::$shop->mails( $orders[1]['id'] ) );
		self::assertCount( 2, self::$shop->mails( $orders[0]['id'] ), 'no second mail for an order that is paid again' );
	}

	public function test_a_sign_of_fraud_holds_and_its_approval_puts_back(): void {
		list( $order ) = self::$shop->orders( 1 );
		$sign          = static fn( string $state ) => array( 'dispute' => 'prv_1', 'payment' => 'pi_1', 'state' => $state, 'move' => true, 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ), 'reason' => 'rule' );
		self::$shop->paid( $order, 'ch_v' );
		self::$shop->reconcile( $order, 'fraud_review:prv_1#1=open', 'dispute', $sign( 'suspected' ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::assertSame( 'on-hold', self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ]['status'] );
		self::$shop->reconcile( $order, 'fraud_review:prv_1#2=won', 'dispute', $sign( 'cleared' ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::assertSame( 'processing', self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ]['status'] );
		self::assertCount( 2, self::$shop->mails( $order['id'] ), 'no second mail for an order that goes on' );
	}

	public function test_a_refund_at_the_dashboard_adopts_a_record_made_by_hand(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_h' );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::$shop->do( 'run', array( 'php' => "wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => 50 ) );" ) );
		self::$shop->reconcile( $order, 'refund:re_h', 'refund', array( 'refund' => 're_h', 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ), 'by' => 'dashboard' ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$state = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		self::assertSame( array( 'refunded', 1, 50.0 ), array( $state['status'], $state['refunds'], (float) $state['refunded'] ) );
	}

	public function test_a_refund_that_fails_later_leaves_no_record_and_puts_the_order_back(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_f' );
		self::$shop->reconcile( $order, 'refund:re_f', 'refund', array( 'refund' => 're_f', 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ), 'by' => 'dashboard' ) );
		self::$shop->reconcile( $order, 'refund:re_f#2=failed', 'refund_failed', array( 'refund' => 're_f', 'detail' => 'lost_or_stolen_card' ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$state = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		self::assertSame( array( 'processing', 0 ), array( $state['status'], $state['refunds'] ) );
	}

	public function test_a_note_says_that_a_second_payment_went_back(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->reconcile( $order, 'note', 'note', array( 'code' => 'duplicate_payment_refunded', 'payment' => 'pi_2', 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ) ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$state = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		self::assertContains( 'A second payment of this order (pi_2, 50.00 EUR) was refunded. The order stays paid by the first one.', $state['notes'] );
	}

	public function test_a_copy_of_the_shop_applies_nothing_and_mails_nobody(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_copy' );
		self::$shop->query( "REPLACE INTO wp_payonce_link (store, site, lock_kind, lock_name, seen_at) VALUES ('', REPEAT('a', 32), 'advisory', 'order_payment_lock_{order}', UTC_TIMESTAMP(6))" );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::assertSame( 409, self::$shop->kick( $order['id'] )[0] );
		self::$shop->query( 'DELETE FROM wp_payonce_link' );
		self::assertSame( '0', self::$shop->effect( $order['id'], 'paid:ch_copy' )['state'] );
		self::assertSame( array(), self::$shop->mails( $order['id'] ) );
		self::assertSame( 200, self::$shop->kick( $order['id'] )[0] );
		self::assertSame( '2', self::$shop->effect( $order['id'], 'paid:ch_copy' )['state'] );
	}

	public function test_only_a_fresh_and_right_signature_opens_the_route(): void {
		self::assertSame( 401, self::$shop->kick( 1, 'wrong' )[0] );
		self::assertSame( 401, self::$shop->kick( 1, 'test-secret', 400 )[0] );
		self::assertSame( 401, self::$shop->http( 'POST', '/wp-json/payonce/v1/effects', '{"order":1}', array( 'Content-Type: application/json' ) )[0] );
		self::assertSame( array( 200, array( 'result' => 'none' ) ), self::$shop->kick( 999999 ) );
		list( $status, $shop ) = self::$shop->kick( 0, 'test-secret', 0, 'ping' );
		self::assertSame( array( 200, true, 1 ), array( $status, $shop['this_shop'], $shop['tables'] ) );
	}

	/**
	 * @param array<string,float> $before
	 * @param array<string,float> $after
	 * @return array<string,float>
	 */
	private static function difference( array $before, array $after ): array {
		return array_filter( array_map( static fn( $name ) => $after[ $name ] - $before[ $name ], array_combine( array_keys( $after ), array_keys( $after ) ) ) );
	}

	/**
	 * @param array<string,int> $hooks
	 * @return array<string,int>
	 */
	private static function sum( array $hooks, string $file ): array {
		foreach ( (array) json_decode( (string) file_get_contents( $file ), true ) as $hook => $count ) {
			$hooks[ $hook ] = ( $hooks[ $hook ] ?? 0 ) + $count;
		}
		return $hooks;
	}
}
