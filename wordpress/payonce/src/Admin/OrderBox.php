<?php
/**
 * The box on an order's screen.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

use Payonce\Api\Client;
use Payonce\Link;
use Payonce\Orders\PaymentSummary;
use Payonce\Orders\StoredOrder;
use Payonce\Plugin;
use Payonce\Tables;

/**
 * The box on an order's screen with what Payonce knows. The state comes from the shop's own database, so the screen never
 * waits for Payonce; the timeline is fetched by the browser, when the clerk asks for it.
 */
final class OrderBox {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'add_meta_boxes', array( self::class, 'add' ), 20, 2 );
		add_action( 'wp_ajax_payonce_timeline', array( self::class, 'timeline' ) );
		add_action( 'admin_enqueue_scripts', array( self::class, 'scripts' ) );
	}

	/**
	 * Adds the box.
	 *
	 * @param mixed $screen The screen's id or the post type.
	 * @param mixed $thing  The post or the order.
	 */
	public static function add( $screen, $thing = null ): void {
		$order = $thing instanceof \WC_Order ? $thing : ( $thing instanceof \WP_Post ? wc_get_order( $thing->ID ) : null );
		if ( ! $order instanceof \WC_Order || ( Plugin::GATEWAY !== $order->get_payment_method() && null === PaymentSummary::of( $order ) ) ) {
			return;
		}
		$where = StoredOrder::in_own_tables() ? wc_get_page_screen_id( 'shop-order' ) : 'shop_order';
		add_meta_box( 'payonce', __( 'Payonce', 'payonce' ), array( self::class, 'print_box' ), $where, 'side', 'high' );
	}

	/**
	 * Prints the box.
	 *
	 * @param mixed $thing The post or the order.
	 */
	public static function print_box( $thing ): void {
		$order = $thing instanceof \WC_Order ? $thing : wc_get_order( $thing->ID );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		$summary = PaymentSummary::of( $order );
		if ( null === $summary ) {
			echo '<p>' . esc_html__( 'Payonce knows no payment of this order yet.', 'payonce' ) . '</p>';
		} else {
			self::print_summary( $summary );
		}
		self::print_effects( $order->get_id() );
		$row  = Link::row();
		$page = null === $row ? '' : str_replace( '{order}', (string) $order->get_id(), $row['order_page'] );
		if ( '' !== $page ) {
			printf( '<p><a href="%s" target="_blank" rel="noopener">%s</a></p>', esc_url( $page ), esc_html__( 'Open in Payonce', 'payonce' ) );
		}
		printf(
			'<p><button type="button" class="button payonce-timeline" data-order="%d" data-nonce="%s">%s</button></p><ol class="payonce-timeline-lines" aria-live="polite"></ol>',
			(int) $order->get_id(),
			esc_attr( wp_create_nonce( 'payonce-timeline' ) ),
			esc_html__( 'Show the timeline', 'payonce' )
		);
	}

	/**
	 * Answers with an order's timeline.
	 */
	public static function timeline(): void {
		check_ajax_referer( 'payonce-timeline', 'nonce' );
		if ( ! current_user_can( 'edit_shop_orders' ) ) {
			wp_send_json_error( array(), 403 );
		}
		$answer = Client::read( absint( wp_unslash( $_GET['order'] ?? 0 ) ) );
		$lines  = array();
		foreach ( (array) ( $answer->body['timeline'] ?? array() ) as $line ) {
			$lines[] = array(
				'at'   => get_date_from_gmt( gmdate( 'Y-m-d H:i:s', (int) strtotime( (string) ( $line['at'] ?? '' ) ) ), wc_date_format() . ' H:i:s' ),
				'says' => (string) ( $line['says'] ?? '' ),
			);
		}
		wp_send_json_success(
			array(
				'lines'   => $lines,
				'problem' => 200 === $answer->http ? '' : $answer->summary(),
			)
		);
	}

	/**
	 * Loads the script of the box and of the settings page.
	 *
	 * @param mixed $page The page's hook.
	 */
	public static function scripts( $page ): void {
		if ( in_array( $page, array( 'woocommerce_page_wc-settings', 'woocommerce_page_wc-orders', 'post.php' ), true ) ) {
			wp_enqueue_script( 'payonce-admin', plugins_url( 'assets/admin.js', PAYONCE_FILE ), array(), PAYONCE_VERSION, true );
		}
	}

	/**
	 * Prints the payment's state.
	 *
	 * @param PaymentSummary $summary The state.
	 */
	private static function print_summary( PaymentSummary $summary ): void {
		$lines = array( __( 'State', 'payonce' ) => $summary->label() );
		if ( '' !== $summary->payment() ) {
			$lines[ __( 'Payment', 'payonce' ) ] = $summary->payment();
		}
		$names = array(
			'authorized' => __( 'Authorized', 'payonce' ),
			'captured'   => __( 'Captured', 'payonce' ),
			'refunded'   => __( 'Refunded', 'payonce' ),
		);
		foreach ( $names as $which => $name ) {
			if ( 0 !== $summary->amount( $which )->minor ) {
				$lines[ $name ] = $summary->amount( $which )->text();
			}
		}
		$lines[ __( 'As of', 'payonce' ) ] = $summary->updated_at();
		foreach ( $lines as $name => $value ) {
			printf( '<p><strong>%s:</strong> %s</p>', esc_html( $name ), esc_html( $value ) );
		}
		if ( null !== $summary->review() ) {
			/* translators: 1: number of the review, 2: what it is about */
			printf( '<div class="notice notice-warning inline"><p>%s</p></div>', esc_html( sprintf( __( 'Needs a decision (review %1$d): %2$s', 'payonce' ), $summary->review(), $summary->review_text() ) ) );
		}
	}

	/**
	 * Prints effects that are not applied.
	 *
	 * @param int $order_id The order.
	 */
	private static function print_effects( int $order_id ): void {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT kind, state, tries, code, detail FROM `$table` WHERE order_id = %d AND state IN (0, 3, 4) ORDER BY id DESC LIMIT 10", $order_id ), ARRAY_A ); // phpcs:ignore WordPress.DB
		foreach ( (array) $rows as $row ) {
			$text = '0' === $row['state']
				/* translators: 1: kind of effect, 2: number of tries */
				? sprintf( __( 'Not applied yet: %1$s (%2$d tries)', 'payonce' ), $row['kind'], (int) $row['tries'] )
				/* translators: 1: kind of effect, 2: code, 3: detail */
				: sprintf( __( 'Cannot be applied: %1$s (%2$s %3$s)', 'payonce' ), $row['kind'], $row['code'], $row['detail'] );
			printf( '<div class="notice notice-warning inline"><p>%s</p></div>', esc_html( $text ) );
		}
	}
}
