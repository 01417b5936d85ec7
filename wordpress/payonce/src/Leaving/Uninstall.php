<?php
/**
 * The removal of the plugin.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Leaving;

use Payonce\Effects\Queue;
use Payonce\Log;
use Payonce\Settings;
use Payonce\Tables;

/**
 * What is left of a site's data when the plugin is deleted: everything, unless the merchant wants it removed and nothing is
 * under way. Refunds, captures and renewals that wait go on when the plugin is uploaded again.
 */
final class Uninstall {

	/**
	 * Cleans one site up.
	 */
	public static function site(): void {
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( Queue::TIDY );
		}
		if ( ! Settings::on( 'remove_data' ) ) {
			return;
		}
		$open = self::open_work();
		if ( 0 < $open ) {
			// WooCommerce may be off, and its log with it.
			! function_exists( 'wc_get_logger' ) || Log::error( "The plugin's data were kept though they were to be removed: $open effects, refunds or captures are under way, so a paid order might stay unfulfilled. Upload the plugin again, let it finish, then delete it." );
			return;
		}
		self::remove();
	}

	/**
	 * Counts what is under way: effects that are not applied, mails, and actions that move money.
	 */
	private static function open_work(): int {
		global $wpdb;
		$actions = (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}actionscheduler_actions WHERE hook IN ('payonce_refund', 'payonce_capture', 'payonce_renewal') AND status IN ('pending', 'in-progress')" ); // phpcs:ignore WordPress.DB
		return $actions + ( false === get_option( Tables::VERSION_OPTION ) ? 0 : HandBack::open_effects() );
	}

	/**
	 * Removes the site's data. Orders keep the names of their payments, for refunds by another gateway.
	 */
	private static function remove(): void {
		global $wpdb;
		Tables::drop();
		delete_option( Settings::OPTION );
		// phpcs:disable WordPress.DB
		$wpdb->query( $wpdb->prepare( "DELETE m FROM {$wpdb->prefix}woocommerce_payment_tokenmeta m JOIN {$wpdb->prefix}woocommerce_payment_tokens t ON t.token_id = m.payment_token_id WHERE t.gateway_id = %s", 'payonce' ) );
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}woocommerce_payment_tokens WHERE gateway_id = %s", 'payonce' ) );
		// What Action Scheduler has done for the plugin, and its log.
		$wpdb->query( $wpdb->prepare( "DELETE l FROM {$wpdb->prefix}actionscheduler_logs l JOIN {$wpdb->prefix}actionscheduler_actions a ON a.action_id = l.action_id WHERE a.hook LIKE %s", $wpdb->esc_like( 'payonce_' ) . '%' ) );
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}actionscheduler_actions WHERE hook LIKE %s", $wpdb->esc_like( 'payonce_' ) . '%' ) );
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->prefix}actionscheduler_groups WHERE slug = %s", Queue::GROUP ) );
		// phpcs:enable
	}
}
