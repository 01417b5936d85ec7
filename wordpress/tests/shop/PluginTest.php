<?php
/**
 * The plugin itself.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * The plugin's tables, its tests in Site Health, its declarations, and what is left when it is deleted.
 */
final class PluginTest extends TestCase {

	private const TABLES = '$tables = fn() => count( $GLOBALS["wpdb"]->get_col( "SHOW TABLES LIKE \'wp\_payonce\_%\'" ) ); ';

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	public static function tearDownAfterClass(): void {
		self::$shop->query( 'DELETE FROM wp_payonce_link' );
	}

	public function test_a_missing_table_is_made_by_the_next_request_and_the_version_waits_for_all_of_them(): void {
		$failed = self::$shop->do( 'run', array( 'php' => self::TABLES . '$wpdb = $GLOBALS["wpdb"]; $wpdb->query( "DROP TABLE wp_payonce_link" ); update_option( "payonce_tables", "0" ); $wpdb->suppress_errors(); add_filter( "query", fn( $s ) => str_contains( $s, "EXISTS `wp_payonce_link`" ) ? "CREATE NOTHING" : $s ); Payonce\Tables::create(); return array( get_option( "payonce_tables" ), $tables() );' ) );
		self::assertSame( array( '0', 2 ), $failed, 'Payonce would trust the version' );
		self::assertSame( array( '1', 3 ), self::$shop->do( 'run', array( 'php' => self::TABLES . 'return array( get_option( "payonce_tables" ), $tables() );' ) ) );
	}

	public function test_site_health_and_a_notice_say_what_is_wrong(): void {
		$ask = array( 'php' => 'wp_set_current_user( 1 ); $tests = Payonce\Admin\SiteHealth::add( array() )["direct"]; ob_start(); Payonce\Admin\Alarm::print_notice(); return array_values( array_map( fn( $test ) => call_user_func( $test["test"] )["status"], $tests ) ) + array( 3 => ob_get_clean() );' );
		self::$shop->query( 'DELETE FROM wp_payonce_link' );
		self::$shop->query( 'UPDATE wp_payonce_effect SET state = 4 WHERE state IN (0, 3)' );
		self::assertSame( array( 'critical', 'good', 'good', '' ), self::$shop->do( 'run', $ask ) );
		$site = self::$shop->do( 'run', array( 'php' => "return Payonce\\Fingerprint::of_site( get_option( 'siteurl' ) );" ) );
		self::$shop->query( "REPLACE INTO wp_payonce_link (store, site, lock_kind, lock_name, seen_at) VALUES ('', '$site', 'advisory', 'order_payment_lock_{order}', UTC_TIMESTAMP(6))" );
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_late' );
		self::$shop->query( "UPDATE wp_payonce_effect SET created_at = created_at - INTERVAL 11 MINUTE WHERE order_id = {$order['id']}" );
		$found = self::$shop->do( 'run', $ask, array( 'PAYONCE_TEST_GUARD_OFF' => 'edit_page' ) );
		self::assertSame( array( 'good', 'critical', 'recommended' ), array_slice( $found, 0, 3 ) );
		self::assertStringContainsString( "not fulfilled: {$order['id']}", $found[3] );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		self::assertSame( array( 'good', 'good', 'good', '' ), self::$shop->do( 'run', $ask ) );
	}

	public function test_what_woocommerce_wants_declared_is_declared(): void {
		$found = self::$shop->do( 'run', array( 'php' => 'return Automattic\WooCommerce\Utilities\FeaturesUtil::get_compatible_features_for_plugin( "payonce/payonce.php" );' ) );
		self::assertSame( array(), array_diff( array( 'custom_order_tables', 'cart_checkout_blocks' ), $found['compatible'] ) );
		self::assertSame( array(), $found['incompatible'] );
	}

	public function test_a_deleted_plugin_keeps_open_effects_or_leaves_nothing_as_the_merchant_wants(): void {
		$saved = self::$shop->do( 'run', array( 'php' => "foreach ( array( 'payonce', 'other' ) as \$gateway ) { \$t = new WC_Payment_Token_CC(); \$t->set_props( array( 'token' => 'pm_gone', 'gateway_id' => \$gateway, 'card_type' => 'visa', 'last4' => '4242', 'expiry_month' => '12', 'expiry_year' => '2031', 'user_id' => 1 ) ); \$t->save(); } return get_option( 'woocommerce_payonce_settings' );" ) );
		$gone  = static fn( string $remove ) => self::$shop->do( 'run', array( 'php' => self::TABLES . "update_option( 'woocommerce_payonce_settings', array( 'remove_data' => '$remove' ) + get_option( 'woocommerce_payonce_settings' ) ); define( 'WP_UNINSTALL_PLUGIN', 'payonce/payonce.php' ); require WP_PLUGIN_DIR . '/payonce/uninstall.php'; \$count = fn( \$s ) => (int) \$GLOBALS['wpdb']->get_var( \$s ); return array( \$tables(), false === get_option( 'woocommerce_payonce_settings' ), false === get_option( 'payonce_tables' ), \$count( \"SELECT COUNT(*) FROM wp_woocommerce_payment_tokens WHERE token = 'pm_gone'\" ), \$count( \"SELECT COUNT(DISTINCT payment_token_id) FROM wp_woocommerce_payment_tokenmeta WHERE meta_key = 'last4' AND meta_value = '4242'\" ), \$count( \"SELECT COUNT(*) FROM wp_actionscheduler_actions WHERE hook LIKE 'payonce%' AND status = 'pending'\" ), \$count( \"SELECT COUNT(*) FROM wp_actionscheduler_actions WHERE hook LIKE 'payonce%'\" ) > 0, \$count( \"SELECT COUNT(*) FROM wp_actionscheduler_logs l LEFT JOIN wp_actionscheduler_actions a ON a.action_id = l.action_id WHERE a.action_id IS NULL\" ) );" ) );
		$kept  = $gone( 'no' );
		self::$shop->query( "UPDATE wp_payonce_effect SET state = 2 WHERE state <> 2" );
		self::$shop->query( "INSERT INTO wp_payonce_effect (order_id, order_key, entry, kind, body, created_at) VALUES (1, 'k', 'open', 'note', '{}', UTC_TIMESTAMP(6))" );
		$open = $gone( 'yes' );
		self::$shop->query( "UPDATE wp_payonce_effect SET state = 2" );
		self::$shop->query( "UPDATE wp_actionscheduler_actions SET status = 'complete' WHERE hook LIKE 'payonce%'" );
		$none  = $gone( 'yes' );
		// The plugin is still active here, so the next request makes its tables.
		self::$shop->do( 'run', array( 'php' => 'update_option( "woocommerce_payonce_settings", ' . var_export( $saved, true ) . ' ); $GLOBALS["wpdb"]->query( "DELETE FROM wp_woocommerce_payment_tokens WHERE token = \'pm_gone\'" );' ) );
		self::assertSame( array( 3, false, false, 2, 2 ), array_slice( $kept, 0, 5 ) );
		self::assertSame( array( 3, false, false, 2, 2 ), array_slice( $open, 0, 5 ), 'an effect that is not applied keeps everything' );
		self::assertSame( array( 0, true, true, 1, 1, 0, false, 0 ), $none, 'another gateway\'s card stays' );
	}
}
