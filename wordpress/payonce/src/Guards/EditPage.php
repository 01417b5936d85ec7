<?php
/**
 * The guard of the order's edit page.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Guards;

use Payonce\Orders\OrderCaches;
use Payonce\Orders\OrderLock;
use Payonce\Orders\StoredOrder;

/**
 * The guard against an edit page that was opened before the payment. Its form carries the status and the transaction id
 * of then, and WooCommerce writes both, even if the clerk changed nothing. What the clerk did not change is replaced by
 * what is stored now.
 */
final class EditPage {

	/**
	 * True while this request saves the order under its lock.
	 *
	 * @var bool
	 */
	private static bool $locked = false;

	/** Seconds that a save waits at most for the order's lock. */
	private const LONGEST_WAIT = 10;

	/**
	 * Hooks in, before WooCommerce reads the form at 40. The order's lock is held until that is saved, or an effect might come
	 * in between. It is free again before WooCommerce runs the order's actions at 50, which may call Payonce.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_process_shop_order_meta', array( self::class, 'lock' ), 4 );
		add_action( 'woocommerce_process_shop_order_meta', array( self::class, 'refresh_form' ), 5 );
		add_action( 'woocommerce_process_shop_order_meta', array( self::class, 'free' ), 45 );
		add_action( 'woocommerce_admin_order_data_after_order_details', array( self::class, 'print_fields' ) );
	}

	/**
	 * Takes the order's lock. The save goes on without it if another process holds it for too long, and the clerk is asked to
	 * look at the order again.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function lock( $order_id ): void {
		self::$locked = OrderLock::take_or_warn( (int) $order_id, self::LONGEST_WAIT, 'The save of the edit page' );
		if ( ! self::$locked && class_exists( \WC_Admin_Meta_Boxes::class ) ) {
			/* translators: %d: seconds */
			\WC_Admin_Meta_Boxes::add_error( sprintf( __( 'The order was saved while another process was changing it, after a wait of %d seconds. Check the order\'s status and notes, and save again if they are not what you want.', 'payonce' ), self::LONGEST_WAIT ) );
		}
		OrderCaches::forget( (int) $order_id );
	}

	/**
	 * Frees the order's lock.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function free( $order_id ): void {
		if ( self::$locked ) {
			self::$locked = false;
			OrderLock::free( (int) $order_id );
		}
	}

	/**
	 * Prints what the page was opened with.
	 *
	 * @param mixed $order The order.
	 */
	public static function print_fields( $order ): void {
		if ( $order instanceof \WC_Order ) {
			printf(
				'<input type="hidden" name="payonce_opened_status" value="%s"><input type="hidden" name="payonce_opened_transaction" value="%s">',
				esc_attr( $order->get_status( 'edit' ) ),
				esc_attr( $order->get_transaction_id( 'edit' ) )
			);
		}
	}

	/**
	 * Replaces what is outdated in the form.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function refresh_form( $order_id ): void {
		// phpcs:disable WordPress.Security.NonceVerification -- WooCommerce has checked the form's nonce before this hook.
		if ( ! isset( $_POST['payonce_opened_status'], $_POST['order_status'] ) ) {
			return;
		}
		$status = StoredOrder::status( (int) $order_id );
		$opened = sanitize_key( wp_unslash( $_POST['payonce_opened_status'] ) );
		if ( self::unchanged_but_outdated( $opened, sanitize_key( wp_unslash( $_POST['order_status'] ) ), $status ) ) {
			$_POST['order_status'] = 'wc-' . $status;
		}
		if ( isset( $_POST['payonce_opened_transaction'], $_POST['_transaction_id'] ) ) {
			$opened = sanitize_text_field( wp_unslash( $_POST['payonce_opened_transaction'] ) );
			$stored = StoredOrder::transaction( (int) $order_id );
			if ( sanitize_text_field( wp_unslash( $_POST['_transaction_id'] ) ) === $opened && $opened !== $stored ) {
				$_POST['_transaction_id'] = wp_slash( $stored );
			}
		}
		// phpcs:enable
	}

	/**
	 * Tells if the clerk left a field as it was, and it has changed since.
	 *
	 * @param string $opened The status with which the page was opened.
	 * @param string $posted The form's status, with or without "wc-".
	 * @param string $stored The status now.
	 */
	public static function unchanged_but_outdated( string $opened, string $posted, string $stored ): bool {
		return '' !== $stored && preg_replace( '/^wc-/', '', $posted ) === $opened && $opened !== $stored;
	}
}
