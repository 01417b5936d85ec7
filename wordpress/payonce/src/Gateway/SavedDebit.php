<?php
/**
 * Saved bank accounts.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

/**
 * A saved way to pay that is no card, for instance a bank account with a mandate for debits. WooCommerce itself knows cards
 * and American cheques only.
 */
final class SavedDebit extends \WC_Payment_Token {

	private const TYPE = 'Payonce_Debit';

	/**
	 * The type under which WooCommerce stores it.
	 *
	 * @var string
	 */
	protected $type = self::TYPE;

	/**
	 * What WooCommerce stores beside the reference.
	 *
	 * @var array<string,string>
	 */
	protected $extra_data = array(
		'last4' => '',
		'kind'  => '',
	);

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'woocommerce_payment_token_class', static fn( $name, $type ) => self::TYPE === $type ? self::class : $name, 10, 2 );
		add_filter( 'woocommerce_payment_methods_list_item', array( self::class, 'list_item' ), 10, 2 );
	}

	/**
	 * Describes it in the shopper's list of saved methods.
	 *
	 * @param mixed $item  What the list shows.
	 * @param mixed $token The token.
	 * @return mixed
	 */
	public static function list_item( $item, $token ) {
		if ( $token instanceof self ) {
			$item['method']['last4'] = $token->get_last4();
			$item['method']['brand'] = self::brand( $token->get_kind() );
		}
		return $item;
	}

	/**
	 * Checks what is stored.
	 */
	public function validate(): bool {
		return parent::validate() && '' !== $this->get_last4();
	}

	/**
	 * Returns the words for the shopper.
	 *
	 * @param string $deprecated Not used; WooCommerce's own signature.
	 */
	public function get_display_name( $deprecated = '' ): string {
		/* translators: 1: for instance "SEPA direct debit", 2: last digits of the account */
		return sprintf( __( '%1$s ending in %2$s', 'payonce' ), self::brand( $this->get_kind() ), $this->get_last4() );
	}

	/**
	 * Returns the account's last digits.
	 */
	public function get_last4(): string {
		return (string) $this->get_prop( 'last4', 'edit' );
	}

	/**
	 * Stores the account's last digits.
	 *
	 * @param mixed $last4 Digits.
	 */
	public function set_last4( $last4 ): void {
		$this->set_prop( 'last4', (string) $last4 );
	}

	/**
	 * Stores the gateway's word for the method.
	 *
	 * @param mixed $kind For instance "sepa_debit".
	 */
	public function set_kind( $kind ): void {
		$this->set_prop( 'kind', (string) $kind );
	}

	/**
	 * Returns the gateway's word for the method. WooCommerce reads it by this name when it saves the token.
	 */
	public function get_kind(): string {
		return (string) $this->get_prop( 'kind', 'edit' );
	}

	/**
	 * Returns the method's name for shoppers.
	 *
	 * @param string $kind The gateway's word for the method.
	 */
	private static function brand( string $kind ): string {
		return 'sepa_debit' === $kind ? __( 'SEPA direct debit', 'payonce' ) : ucfirst( str_replace( '_', ' ', $kind ) );
	}
}
