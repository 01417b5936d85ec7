<?php
/**
 * The outbox.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Tables;

/**
 * The table of effects: Payonce inserts rows, PHP applies them in order of their ids.
 */
final class Outbox {

	/** Seconds after which another process may send the mails of an effect whose process died; longer than PHPMailer waits for a server. */
	private const MAIL_CLAIM = 360;

	/**
	 * Lists an order's open effects, the oldest first.
	 *
	 * @param int $order_id The order.
	 * @return Effect[]
	 */
	public static function open( int $order_id ): array {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT id, order_id, order_key, kind, body, tries FROM `$table` WHERE order_id = %d AND state = 0 ORDER BY id LIMIT 100", $order_id ), ARRAY_A ); // phpcs:ignore WordPress.DB
		return array_map( array( Effect::class, 'of' ), (array) $rows );
	}

	/**
	 * Tells if an order has open effects, or mails to send.
	 *
	 * @param int    $order_id The order.
	 * @param string $kind     Of this kind; every kind by default.
	 */
	public static function has_work( int $order_id, string $kind = '%' ): bool {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return null !== $wpdb->get_var( $wpdb->prepare( "SELECT id FROM `$table` WHERE order_id = %d AND state IN (0, 1) AND kind LIKE %s LIMIT 1", $order_id, $kind ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Counts a try before anything is done, so that an effect that kills its process is noticed.
	 *
	 * @param Effect $effect The effect.
	 */
	public static function count_try( Effect $effect ): void {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$wpdb->query( $wpdb->prepare( "UPDATE `$table` SET tries = tries + 1, tried_at = UTC_TIMESTAMP(6) WHERE id = %d AND state = 0", $effect->id ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Locks an effect's row until the transaction ends.
	 *
	 * @param Effect $effect The effect.
	 * @return bool False if it is not open any more.
	 */
	public static function lock( Effect $effect ): bool {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return '0' === (string) $wpdb->get_var( $wpdb->prepare( "SELECT state FROM `$table` WHERE id = %d FOR UPDATE", $effect->id ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Marks an effect, inside its transaction.
	 *
	 * @param Effect                                          $effect The effect.
	 * @param Result                                          $result What it came to.
	 * @param array<int,array{hook:string,args:array<mixed>}> $mails  What is to be sent after the commit.
	 * @throws \RuntimeException If the mark could not be written.
	 */
	public static function close( Effect $effect, Result $result, array $mails ): void {
		global $wpdb;
		$state   = Effect::DONE === $result->state && array() !== $mails ? Effect::APPLIED : $result->state;
		$table   = Tables::name( 'effect' );
		$changed = $wpdb->query(
			$wpdb->prepare(
				"UPDATE `$table` SET state = %d, code = %s, detail = %s, mails = %s, tried_at = UTC_TIMESTAMP(6), applied_at = UTC_TIMESTAMP(6) WHERE id = %d AND state = 0", // phpcs:ignore WordPress.DB
				$state,
				substr( $result->code, 0, 64 ),
				mb_substr( $result->detail, 0, 400 ),
				Effect::APPLIED === $state ? (string) wp_json_encode( $mails ) : '',
				$effect->id
			)
		);
		if ( 1 !== $changed ) {
			throw new \RuntimeException( 'The effect could not be marked: ' . esc_html( $wpdb->last_error ) );
		}
	}

	/**
	 * Notes why a try failed; the effect stays open.
	 *
	 * @param Effect $effect The effect.
	 * @param string $detail Why.
	 */
	public static function note_failure( Effect $effect, string $detail ): void {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$wpdb->query( $wpdb->prepare( "UPDATE `$table` SET code = 'failed', detail = %s WHERE id = %d AND state = 0", mb_substr( $detail, 0, 400 ), $effect->id ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Gives an effect up that failed too often. Payonce asks an operator.
	 *
	 * @param Effect $effect The effect.
	 */
	public static function give_up( Effect $effect ): void {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$wpdb->query( $wpdb->prepare( "UPDATE `$table` SET state = 3, code = 'failed_repeatedly', applied_at = UTC_TIMESTAMP(6) WHERE id = %d AND state = 0", $effect->id ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Claims the mails of one effect, unless another process is sending them.
	 *
	 * @param int  $id   The effect.
	 * @param bool $ours True if this process has just applied it.
	 * @return array{0:array<int,array{hook:string,args:array<mixed>}>,1:string}|null The mails, and the claim.
	 */
	public static function claim_mails( int $id, bool $ours ): ?array {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT mails, tried_at, UTC_TIMESTAMP(6) AS claim FROM `$table` WHERE id = %d AND state = 1 AND tried_at <= UTC_TIMESTAMP(6) - INTERVAL %d SECOND", $id, $ours ? 0 : self::MAIL_CLAIM ), ARRAY_A ); // phpcs:ignore WordPress.DB
		if ( null === $row || 1 !== $wpdb->query( $wpdb->prepare( "UPDATE `$table` SET tried_at = %s WHERE id = %d AND state = 1 AND tried_at = %s", $row['claim'], $id, $row['tried_at'] ) ) ) { // phpcs:ignore WordPress.DB
			return null;
		}
		return array( (array) json_decode( (string) $row['mails'], true ), (string) $row['claim'] );
	}

	/**
	 * Lists an order's effects whose mails are not all sent, the oldest first.
	 *
	 * @param int $order_id The order.
	 * @return int[]
	 */
	public static function with_mails( int $order_id ): array {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT id FROM `$table` WHERE order_id = %d AND state = 1 ORDER BY id", $order_id ) ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Tells if an order has an effect that cannot be applied, and that Payonce has not taken over yet.
	 *
	 * @param int $order_id The order.
	 */
	public static function has_unreported( int $order_id ): bool {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return null !== $wpdb->get_var( $wpdb->prepare( "SELECT id FROM `$table` WHERE order_id = %d AND state = 3 LIMIT 1", $order_id ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Writes which mails are still to be sent, and renews the claim.
	 *
	 * @param int                                             $id    The effect.
	 * @param array<int,array{hook:string,args:array<mixed>}> $mails What is left.
	 * @param string                                          $claim The claim.
	 * @return string|null The new claim; null if another process has taken over, which then sends what is left.
	 */
	public static function mails_left( int $id, array $mails, string $claim ): ?string {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$now   = (string) $wpdb->get_var( 'SELECT UTC_TIMESTAMP(6)' ); // phpcs:ignore WordPress.DB
		$left  = $wpdb->query( $wpdb->prepare( "UPDATE `$table` SET state = %d, mails = %s, tried_at = %s WHERE id = %d AND state = 1 AND tried_at = %s", array() === $mails ? Effect::DONE : Effect::APPLIED, array() === $mails ? '' : wp_json_encode( array_values( $mails ) ), $now, $id, $claim ) ); // phpcs:ignore WordPress.DB
		return 1 === $left ? $now : null;
	}

	/**
	 * Lists orders whose effects or mails were left behind.
	 *
	 * @param int $seconds How old an effect must be.
	 * @param int $most    How many orders.
	 * @return int[]
	 */
	public static function overdue( int $seconds, int $most ): array {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT order_id FROM `$table` WHERE state IN (0, 1) AND created_at < UTC_TIMESTAMP(6) - INTERVAL %d SECOND ORDER BY order_id LIMIT %d", $seconds, $most ) ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Lists orders with effects that cannot be applied, and about which Payonce has neither decided again nor asked a person.
	 *
	 * @param int $most How many orders.
	 * @return int[]
	 */
	public static function unreported( int $most ): array {
		global $wpdb;
		$effect  = Tables::name( 'effect' );
		$payment = Tables::name( 'payment' );
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT e.order_id FROM `$effect` e LEFT JOIN `$payment` p ON p.order_id = e.order_id AND p.order_key = e.order_key AND p.review IS NOT NULL AND p.updated_at > e.applied_at WHERE e.state = 3 AND p.order_id IS NULL AND ( e.applied_at IS NULL OR e.applied_at > UTC_TIMESTAMP(6) - INTERVAL 20 MINUTE OR MOD( TIMESTAMPDIFF( MINUTE, e.applied_at, UTC_TIMESTAMP(6) ), 60 ) < 2 ) ORDER BY e.order_id LIMIT %d", $most ) ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Counts orders with effects that cannot be applied.
	 *
	 * @param int $most What is counted at most.
	 */
	public static function rejected( int $most ): int {
		global $wpdb;
		$table = Tables::name( 'effect' );
		return count( $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT order_id FROM `$table` WHERE state = 3 LIMIT %d", $most ) ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Deletes what was done long ago. The ledger keeps everything.
	 *
	 * @param int $days How old.
	 */
	public static function purge( int $days ): void {
		global $wpdb;
		$table = Tables::name( 'effect' );
		$wpdb->query( $wpdb->prepare( "DELETE FROM `$table` WHERE state = 2 AND created_at < UTC_TIMESTAMP(6) - INTERVAL %d DAY LIMIT 1000", $days ) ); // phpcs:ignore WordPress.DB
	}
}
