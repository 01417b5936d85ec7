<?php
/**
 * Transactions that others break.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * Another plugin, or the database, ends an effect's transaction in its middle.
 */
final class TransactionTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	/** @return array<string,array{0:string,1:string}> */
	public static function troubles(): array {
		return array(
			'a deadlock'                    => array( '$wpdb->query( "SIGNAL SQLSTATE \'40001\' SET MYSQL_ERRNO = 1213" );', 'done' ),
			'a killed connection'           => array( '$wpdb->query( "KILL " . mysqli_thread_id( $wpdb->dbh ) );', '' ),
			'a transaction of its own'      => array( '$wpdb->query( "START TRANSACTION" ); $wpdb->query( "UPDATE wp_options SET autoload = autoload WHERE option_id = 1" ); $wpdb->query( "COMMIT" );', 'done' ),
			'one that is rolled back'       => array( '$wpdb->query( "START TRANSACTION" ); $wpdb->query( "DELETE FROM wp_options WHERE option_name = \'blogname\'" ); $wpdb->query( "ROLLBACK" );', 'done' ),
			'a commit past WordPress'       => array( 'mysqli_query( $wpdb->dbh, "COMMIT" );', 'done' ),
			'a page that ends the request'  => array( 'wp_die( "no" );', 'done' ),
			'an error'                      => array( 'throw new Error( "no" );', '' ),
		);
	}

	/** @dataProvider troubles */
	public function test_an_effect_is_whole_or_not_there( string $trouble, string $then ): void {
		list( $order ) = self::$shop->orders( 1 );
		$before        = self::$shop->do( 'totals' );
		self::$shop->paid( $order, 'ch_trouble' );
		self::$shop->do( 'run', array( 'php' => "\$GLOBALS['first'] = true; add_action( 'woocommerce_order_status_processing', function () { global \$wpdb; if ( \$GLOBALS['first'] ) { \$GLOBALS['first'] = false; $trouble } }, 11 ); do_action( 'payonce_effects', {$order['id']} );" ) );
		$state  = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		$effect = self::$shop->effect( $order['id'], 'paid:ch_trouble' );
		if ( '0' === $effect['state'] ) {
			self::assertSame( array( 'pending', false, 0, 0 ), array( $state['status'], $state['paid'], $state['payments'], $state['reduced'] ), 'nothing of it is there' );
			self::assertSame( array(), self::$shop->mails( $order['id'] ) );
		}
		if ( 'done' === $then ) {
			self::assertContains( $effect['state'], array( '1', '2' ), $effect['detail'] );
		}
		self::$shop->query( "UPDATE wp_payonce_effect SET tried_at = tried_at - INTERVAL 10 MINUTE WHERE order_id = {$order['id']}" );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$state = self::$shop->do( 'state', array( 'orders' => array( $order['id'] ) ) )[ $order['id'] ];
		$after = self::$shop->do( 'totals' );
		self::assertSame( array( 'processing', true, 1, 2, true ), array( $state['status'], $state['paid'], $state['payments'], $state['reduced'], $state['sales'] ) );
		self::assertEquals( array( -2, 2 ), array( $after['widget stock'] - $before['widget stock'], $after['widget sales'] - $before['widget sales'] ) );
		self::assertSame( array( 'customer_processing_order to ann@example.test', 'new_order to admin@example.test' ), self::$shop->mails( $order['id'] ) );
		self::assertSame( '1', self::$shop->query( "SELECT COUNT(*) AS n FROM wp_options WHERE option_name = 'blogname'" )[0]['n'] );
	}

	public function test_a_plugin_that_throws_in_a_status_hook_harms_as_much_as_in_woocommerce_itself(): void {
		$break             = "add_action( 'woocommerce_order_status_processing', function () { throw new Exception( 'no' ); }, 11 ); ";
		list( $own, $one ) = self::$shop->orders( 2 );
		self::$shop->paid( $one, 'ch_x' );
		self::$shop->do( 'run', array( 'php' => $break . "wc_get_order( {$own['id']} )->payment_complete( 'ch_x' );" ) );
		self::$shop->do( 'run', array( 'php' => $break . "do_action( 'payonce_effects', {$one['id']} );" ) );
		$states = self::$shop->do( 'state', array( 'orders' => array( $own['id'], $one['id'] ) ) );
		$same   = static fn( $state ) => array( $state['status'], $state['paid'], $state['stock'], $state['sales'], count( $state['notes'] ) );
		self::assertSame( $same( $states[ $own['id'] ] ), $same( $states[ $one['id'] ] ) );
		self::assertSame( self::$shop->mails( $own['id'] ), self::$shop->mails( $one['id'] ) );
	}

	public function test_an_effect_that_always_fails_is_given_up_and_reported(): void {
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_never' );
		self::$shop->do( 'run', array( 'php' => "add_action( 'payonce_before_effect', function () { throw new Exception( 'another plugin is broken' ); } ); for ( \$i = 0; \$i < 14; \$i++ ) { do_action( 'payonce_effects', {$order['id']} ); }" ) );
		$effect = self::$shop->effect( $order['id'], 'paid:ch_never' );
		self::assertSame( array( '3', 'failed_repeatedly', 'another plugin is broken' ), array( $effect['state'], $effect['code'], $effect['detail'] ) );
		// An operator says "try again": Payonce opens it.
		self::$shop->query( "UPDATE wp_payonce_effect SET state = 0, tries = 0 WHERE order_id = {$order['id']}" );
		self::assertSame( array( 200, array( 'result' => 'done' ) ), self::$shop->kick( $order['id'] ) );
	}
}
