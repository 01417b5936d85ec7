<?php
/**
 * The block checkout.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Automattic\WooCommerce\Blocks\Payments\Integrations\AbstractPaymentMethodType;
use Payonce\Plugin;
use Payonce\Settings;

/**
 * The gateway at the block checkout. The payment itself goes through process_payment(), too.
 */
final class BlockMethod extends AbstractPaymentMethodType {

	/**
	 * The gateway's id.
	 *
	 * @var string
	 */
	protected $name = Plugin::GATEWAY;

	/**
	 * Reads the settings.
	 */
	public function initialize(): void {
		$this->settings = (array) get_option( Settings::OPTION, array() );
	}

	/**
	 * Tells if the method is offered.
	 */
	public function is_active(): bool {
		$gateway = \WC()->payment_gateways()->payment_gateways()[ Plugin::GATEWAY ] ?? null;
		return null !== $gateway && $gateway->is_available();
	}

	/**
	 * Returns the scripts.
	 *
	 * @return string[]
	 */
	public function get_payment_method_script_handles(): array {
		Scripts::register();
		return array( 'payonce-blocks' );
	}

	/**
	 * Returns what the script needs.
	 *
	 * @return array<string,mixed>
	 */
	public function get_payment_method_data(): array {
		$title = Settings::get( 'title' );
		return Scripts::data() + array(
			'title'       => '' === $title ? __( 'Card', 'payonce' ) : $title,
			'description' => Settings::get( 'description' ),
			'saved'       => SavedCards::on(),
			'supports'    => array( 'products', 'refunds', 'tokenization', 'subscriptions' ),
		);
	}
}
