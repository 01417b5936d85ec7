<?php
/**
 * What Payonce knows about an order's payment.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Orders;

use Payonce\Fingerprint;
use Payonce\Money;
use Payonce\Tables;

/**
 * The state of an order's payment, which Payonce writes into the shop's own database at each reconciliation. Guards and
 * the order's screen read it, so that no page ever waits for Payonce.
 */
final class PaymentSummary {

	/**
	 * Makes a summary.
	 *
	 * @param array<string,string|null> $row The table's row, with keep_left: seconds until keep_until.
	 */
	public function __construct( private readonly array $row ) {}

	/**
	 * Reads an order's summary.
	 *
	 * @param \WC_Abstract_Order $order The order.
	 * @return self|null Null while Payonce has written none for this very order.
	 */
	public static function of( \WC_Abstract_Order $order ): ?self {
		global $wpdb;
		$table = Tables::name( 'payment' );
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT *, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), keep_until) AS keep_left FROM `$table` WHERE order_id = %d", $order->get_id() ), ARRAY_A ); // phpcs:ignore WordPress.DB
		if ( null === $row || ! $order instanceof \WC_Order || Fingerprint::of_order_key( $order->get_order_key() ) !== $row['order_key'] ) {
			return null;
		}
		return new self( $row );
	}

	/**
	 * Tells if the order's payment may still come, so that an unpaid order must not be cancelled yet.
	 */
	public function keeps_order(): bool {
		return null !== $this->row['keep_left'] && 0 < (int) $this->row['keep_left'];
	}

	/**
	 * Tells if the shopper has to act, for instance at a bank's page.
	 */
	public function waits_for_shopper(): bool {
		return 'SHOPPER' === $this->row['waits_for'];
	}

	/**
	 * Returns the status, for instance AUTHORIZED.
	 */
	public function status(): string {
		return (string) $this->row['status'];
	}

	/**
	 * Returns the status in words for clerks.
	 */
	public function label(): string {
		return match ( $this->status() ) {
			'NONE'         => __( 'No payment yet', 'payonce' ),
			'OPEN'         => __( 'Waits for the shopper', 'payonce' ),
			'PENDING'      => __( 'Under way', 'payonce' ),
			'AUTHORIZED'   => __( 'Authorized, not captured', 'payonce' ),
			'PAID'         => __( 'Paid', 'payonce' ),
			'REFUNDED'     => __( 'Refunded', 'payonce' ),
			'DISPUTED'     => __( 'Disputed', 'payonce' ),
			'DECLINED'     => __( 'Declined', 'payonce' ),
			'CANCELLED'    => __( 'Cancelled', 'payonce' ),
			'NEEDS_REVIEW' => __( 'Needs a decision', 'payonce' ),
			default        => $this->status(),
		};
	}

	/**
	 * Returns the gateway's id of the payment.
	 */
	public function payment(): string {
		return (string) $this->row['payment'];
	}

	/**
	 * Returns the number of the open review, or null.
	 */
	public function review(): ?int {
		return null === $this->row['review'] ? null : (int) $this->row['review'];
	}

	/**
	 * Returns what the open review is about.
	 */
	public function review_text(): string {
		return (string) $this->row['review_text'];
	}

	/**
	 * Returns one of the amounts.
	 *
	 * @param string $which One of authorized, captured, refunded.
	 */
	public function amount( string $which ): Money {
		return new Money( (int) $this->row[ $which ], (string) $this->row['currency'] );
	}

	/**
	 * Returns when Payonce wrote this, as the shop writes times.
	 */
	public function updated_at(): string {
		return get_date_from_gmt( substr( (string) $this->row['updated_at'], 0, 19 ), wc_date_format() . ' ' . wc_time_format() );
	}
}
