<?php
/**
 * The test of the connection.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

/**
 * The answer to the settings page's button "Test the connection".
 */
final class ConnectionTest {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'wp_ajax_payonce_test', array( self::class, 'answer' ) );
	}

	/**
	 * Answers.
	 */
	public static function answer(): void {
		check_ajax_referer( 'payonce-test', 'nonce' );
		if ( ! current_user_can( 'manage_woocommerce' ) ) {
			wp_send_json_error( array(), 403 );
		}
		$problems = Connection::problems( true );
		wp_send_json_success(
			array(
				'ok'   => array() === $problems,
				'says' => array() === $problems ? array( __( 'Everything is in order: Payonce is reached, knows the token, and its worker is here.', 'payonce' ) ) : $problems,
			)
		);
	}
}
