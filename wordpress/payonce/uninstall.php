<?php
/**
 * Runs when the plugin is deleted.
 *
 * @package Payonce
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/src/autoload.php';

if ( function_exists( 'as_unschedule_all_actions' ) ) {
	foreach ( array( 'payonce_tidy', 'payonce_effects', 'payonce_refresh', 'payonce_capture', 'payonce_refund', 'payonce_renewal' ) as $payonce_hook ) {
		as_unschedule_all_actions( $payonce_hook );
	}
}
if ( \Payonce\Settings::on( 'remove_data' ) ) {
	\Payonce\Tables::drop();
	delete_option( \Payonce\Settings::OPTION );
	global $wpdb;
	$wpdb->query( $wpdb->prepare( "DELETE m FROM {$wpdb->prefix}woocommerce_payment_tokenmeta m JOIN {$wpdb->prefix}woocommerce_payment_tokens t ON t.token_id = m.payment_token_id WHERE t.gateway_id = %s", 'payonce' ) ); // phpcs:ignore WordPress.DB
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}woocommerce_payment_tokens WHERE gateway_id = %s", 'payonce' ) ); // phpcs:ignore WordPress.DB
}
