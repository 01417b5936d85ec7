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
	// phpcs:disable WordPress.DB
	$wpdb->query( $wpdb->prepare( "DELETE m FROM {$wpdb->prefix}woocommerce_payment_tokenmeta m JOIN {$wpdb->prefix}woocommerce_payment_tokens t ON t.token_id = m.payment_token_id WHERE t.gateway_id = %s", 'payonce' ) );
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}woocommerce_payment_tokens WHERE gateway_id = %s", 'payonce' ) );
	// What Action Scheduler has done for the plugin, and its log.
	$wpdb->query( $wpdb->prepare( "DELETE l FROM {$wpdb->prefix}actionscheduler_logs l JOIN {$wpdb->prefix}actionscheduler_actions a ON a.action_id = l.action_id WHERE a.hook LIKE %s", $wpdb->esc_like( 'payonce_' ) . '%' ) );
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}actionscheduler_actions WHERE hook LIKE %s", $wpdb->esc_like( 'payonce_' ) . '%' ) );
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}actionscheduler_groups WHERE slug = %s", \Payonce\Effects\Queue::GROUP ) );
	// phpcs:enable
}
