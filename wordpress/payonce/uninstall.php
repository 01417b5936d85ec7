<?php
/**
 * Runs when the plugin is deleted.
 *
 * @package Payonce
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/src/autoload.php';

$payonce_sites = is_multisite() ? get_sites(
	array(
		'fields' => 'ids',
		'number' => 0,
	)
) : array( get_current_blog_id() );
foreach ( $payonce_sites as $payonce_site ) {
	if ( is_multisite() ) {
		switch_to_blog( (int) $payonce_site );
	}
	\Payonce\Leaving\Uninstall::site();
	if ( is_multisite() ) {
		restore_current_blog();
	}
}
