<?php
/**
 * The settings page.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

/**
 * The fields of the settings page, and its test of the connection.
 */
final class SettingsForm {

	/**
	 * Lists the fields.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	public static function fields(): array {
		return self::checkout() + self::connection() + self::policies() + self::guards() + self::advanced();
	}

	/**
	 * Prints the button that tests the saved settings.
	 */
	public static function print_connection_test(): void {
		printf(
			'<p><button type="button" class="button" id="payonce-test" data-nonce="%s">%s</button> <span id="payonce-test-result" role="status"></span></p>',
			esc_attr( wp_create_nonce( 'payonce-test' ) ),
			esc_html__( 'Test the connection', 'payonce' )
		);
	}

	/**
	 * Lists what shoppers see.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function checkout(): array {
		return array(
			'enabled'     => array(
				'title'   => __( 'Enable', 'payonce' ),
				'type'    => 'checkbox',
				'label'   => __( 'Take payments through Payonce', 'payonce' ),
				'default' => 'no',
			),
			'title'       => array(
				'title'       => __( 'Title', 'payonce' ),
				'type'        => 'safe_text',
				'description' => __( 'What shoppers see at the checkout.', 'payonce' ),
				'default'     => __( 'Card', 'payonce' ),
			),
			'description' => array(
				'title'   => __( 'Description', 'payonce' ),
				'type'    => 'textarea',
				'default' => '',
			),
		);
	}

	/**
	 * Lists how Payonce is reached.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function connection(): array {
		return array(
			'connection'      => array(
				'title' => __( 'Connection', 'payonce' ),
				'type'  => 'title',
			),
			'api'             => array(
				'title'       => __( 'Address of Payonce', 'payonce' ),
				'type'        => 'text',
				'placeholder' => 'http://payonce:8080',
				'description' => __( 'As this server reaches it; shoppers never call it. The constant PAYONCE_API in wp-config.php wins.', 'payonce' ),
			),
			'token'           => array(
				'title'       => __( 'Token', 'payonce' ),
				'type'        => 'password',
				'description' => __( 'One of PAYONCE_STORE_TOKENS. The constant PAYONCE_TOKEN wins.', 'payonce' ),
			),
			'secret'          => array(
				'title'       => __( 'Secret', 'payonce' ),
				'type'        => 'password',
				'description' => __( 'With it Payonce signs its calls to this shop. Without it effects wait for the next minute. The constant PAYONCE_SECRET wins.', 'payonce' ),
			),
			'publishable_key' => array(
				'title'       => __( 'Publishable key of Stripe', 'payonce' ),
				'type'        => 'text',
				'placeholder' => 'pk_test_...',
			),
			'mode'            => array(
				'title'   => __( 'Mode', 'payonce' ),
				'type'    => 'select',
				'default' => 'test',
				'options' => array(
					'test' => __( 'Test: no real money', 'payonce' ),
					'live' => __( 'Live', 'payonce' ),
				),
			),
		);
	}

	/**
	 * Lists the merchant's policies.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function policies(): array {
		return array(
			'policies'          => array(
				'title' => __( 'Policies', 'payonce' ),
				'type'  => 'title',
			),
			'three_d_secure'    => array(
				'title'   => __( '3-D Secure', 'payonce' ),
				'type'    => 'select',
				'default' => 'redirect',
				'options' => array(
					'redirect' => __( 'On the bank\'s page: all payment methods', 'payonce' ),
					'page'     => __( 'In the checkout, by Stripe.js: cards and their wallets only', 'payonce' ),
				),
			),
			'capture'           => array(
				'title'   => __( 'Capture', 'payonce' ),
				'type'    => 'select',
				'default' => 'automatic',
				'options' => array(
					'automatic' => __( 'At once', 'payonce' ),
					'manual'    => __( 'Authorize now, capture later', 'payonce' ),
				),
			),
			'capture_on_status' => array(
				'title'   => __( 'Capture by status', 'payonce' ),
				'type'    => 'select',
				'default' => 'no',
				'options' => array(
					'no'         => __( 'No, only by the order\'s action', 'payonce' ),
					'processing' => __( 'When a clerk sets the order to processing', 'payonce' ),
					'completed'  => __( 'When a clerk sets the order to completed', 'payonce' ),
				),
			),
			'saved_cards'       => array(
				'title'   => __( 'Saved cards', 'payonce' ),
				'type'    => 'checkbox',
				'label'   => __( 'Let customers save their cards', 'payonce' ),
				'default' => 'yes',
			),
		);
	}

	/**
	 * Lists the guards.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function guards(): array {
		$fields = array(
			'guards' => array(
				'title'       => __( 'Guards', 'payonce' ),
				'type'        => 'title',
				'description' => __( 'They close races of WooCommerce itself, for orders of all gateways. Switch one off only if it collides with another plugin.', 'payonce' ),
			),
		);
		$labels = array(
			'payment_complete' => __( 'Complete a payment once, from any source', 'payonce' ),
			'stale_object'     => __( 'Keep outdated requests from taking a paid order back', 'payonce' ),
			'unpaid_cron'      => __( 'Do not cancel unpaid orders whose payment is under way', 'payonce' ),
			'edit_page'        => __( 'Keep an edit page that was opened before the payment from undoing it', 'payonce' ),
			'shopper_cancel'   => __( 'Do not let shoppers cancel while a charge is under way', 'payonce' ),
			'checkout_resume'  => __( 'Keep a checkout that is sent twice from replacing the items of a paid order', 'payonce' ),
		);
		foreach ( $labels as $name => $label ) {
			$fields[ 'guard_' . $name ] = array(
				'title'   => '',
				'type'    => 'checkbox',
				'label'   => $label,
				'default' => 'yes',
			);
		}
		return $fields;
	}

	/**
	 * Lists what is rarely changed.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function advanced(): array {
		return array(
			'advanced'    => array(
				'title'       => __( 'Advanced', 'payonce' ),
				'type'        => 'title',
				'description' => __( 'Payonce\'s worker writes its own lock name and store name into the shop\'s database; these count only until it has.', 'payonce' ),
			),
			'lock_name'   => array(
				'title'   => __( 'Lock name', 'payonce' ),
				'type'    => 'text',
				'default' => 'order_payment_lock_{order}',
			),
			'store'       => array(
				'title'   => __( 'Store name', 'payonce' ),
				'type'    => 'text',
				'default' => '',
			),
			'remove_data' => array(
				'title'   => __( 'Uninstall', 'payonce' ),
				'type'    => 'checkbox',
				'label'   => __( 'Delete the plugin\'s tables and settings with the plugin. Open effects are lost.', 'payonce' ),
				'default' => 'no',
			),
		);
	}
}
