<?php
/**
 * The plugin in wp-admin.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

/**
 * The list of what the plugin adds to wp-admin.
 */
final class Admin {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		OrderActions::hook_in();
		OrderBox::hook_in();
		FeeRows::hook_in();
		ConnectionTest::hook_in();
		SiteHealth::hook_in();
		Alarm::hook_in();
		add_filter( 'plugin_action_links_' . plugin_basename( PAYONCE_FILE ), array( self::class, 'links' ) );
	}

	/**
	 * Adds a link to the settings.
	 *
	 * @param mixed $links The links.
	 * @return mixed
	 */
	public static function links( $links ) {
		array_unshift( $links, '<a href="' . esc_url( self::settings_address() ) . '">' . esc_html__( 'Settings', 'payonce' ) . '</a>' );
		return $links;
	}

	/**
	 * Returns the address of the settings page.
	 */
	public static function settings_address(): string {
		return admin_url( 'admin.php?page=wc-settings&tab=checkout&section=payonce' );
	}
}
