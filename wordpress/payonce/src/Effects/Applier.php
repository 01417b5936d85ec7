<?php
/**
 * The applier of effects.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Fingerprint;
use Payonce\Link;
use Payonce\Log;
use Payonce\Orders\OrderCaches;
use Payonce\Orders\OrderLock;
use Payonce\Orders\StoredOrder;

/**
 * The applier of an order's effects: in order, each once, under the order's lock.
 *
 * Why each happens once: its row is locked and read in the transaction that also holds everything that WooCommerce
 * writes, and the mark. So at whatever point the process dies, either all of it is there or nothing. The advisory lock
 * is not needed for that; it keeps Payonce and other requests from deciding on an order that is being changed.
 */
final class Applier {

	/** Tries after which an effect is given up and an operator is asked. */
	private const MOST_TRIES = 12;

	/** Tries at once when the database has ended the transaction, for instance by a deadlock. */
	private const TRIES_AT_ONCE = 3;

	/** The order's lock was held by another connection. */
	public const BUSY = 'busy';

	/** Nothing was open. */
	public const NONE = 'none';

	/** Everything that was open is applied, or cannot be applied. */
	public const DONE = 'done';

	/** An effect failed and will be tried again. */
	public const LATER = 'later';

	/** This database is a copy of the shop that Payonce knows. */
	public const ANOTHER_SHOP = 'another_shop';

	/**
	 * True while this request applies an effect.
	 *
	 * @var bool
	 */
	private static bool $running = false;

	/**
	 * Applies what is open for an order.
	 *
	 * @param int $order_id The order.
	 * @param int $seconds  How long to wait for its lock.
	 * @return string One of this class's constants.
	 */
	public static function apply( int $order_id, int $seconds ): string {
		if ( self::$running || ! Outbox::has_work( $order_id ) ) {
			return self::NONE;
		}
		if ( ! Link::is_this_shop() ) {
			return self::ANOTHER_SHOP;
		}
		if ( ! OrderLock::take( $order_id, $seconds ) ) {
			return self::BUSY;
		}
		self::$running = true;
		$result        = self::DONE;
		$applied       = array();
		try {
			foreach ( Outbox::open( $order_id ) as $effect ) {
				if ( ! self::apply_one( $effect, $applied ) ) {
					$result = self::LATER;
					break;
				}
			}
		} finally {
			self::$running = false;
			OrderLock::free( $order_id );
		}
		Mails::send( $order_id, $applied );
		if ( Outbox::has_unreported( $order_id ) ) {
			Queue::report( $order_id );
		}
		return $result;
	}

	/**
	 * Tells if this request applies an effect just now.
	 */
	public static function running(): bool {
		return self::$running;
	}

	/**
	 * Applies one effect.
	 *
	 * @param Effect $effect  The effect.
	 * @param int[]  $applied What this process has applied. With row locks alone, another one may have been faster.
	 * @return bool False if it has to be tried again.
	 */
	private static function apply_one( Effect $effect, array &$applied ): bool {
		if ( self::MOST_TRIES <= $effect->tries ) {
			Outbox::give_up( $effect );
			return true;
		}
		Outbox::count_try( $effect );
		for ( $try = 1; ; $try++ ) {
			try {
				if ( self::transact( $effect ) ) {
					$applied[] = $effect->id;
				}
				return true;
			} catch ( TransactionLost $lost ) {
				if ( self::TRIES_AT_ONCE <= $try ) {
					self::failed( $effect, $lost );
					return false;
				}
				usleep( wp_rand( 10, 80 ) * 1000 * $try );
			} catch ( \Throwable $failure ) {
				self::failed( $effect, $failure );
				return false;
			}
		}
	}

	/**
	 * Applies one effect in one transaction.
	 *
	 * @param Effect $effect The effect.
	 * @return bool False if another process has applied it.
	 * @throws \Throwable If it has to be tried again; then nothing of it is stored.
	 */
	private static function transact( Effect $effect ): bool {
		OrderCaches::forget( $effect->order_id );
		$known = wc_get_order( $effect->order_id );
		if ( $known instanceof \WC_Order ) {
			OrderCaches::forget_around( $known );
		}
		$transaction = new EffectTransaction();
		$mails       = new Mails();
		$webhooks    = new Webhooks();
		$hot_row     = new HotRow();
		$mails->collect();
		$hot_row->hold();
		$transaction->begin();
		try {
			$open = Outbox::lock( $effect );
			if ( $open ) {
				StoredOrder::status( $effect->order_id, true );
				OrderCaches::forget( $effect->order_id );
				$result = self::handle( $effect, $mails );
				$webhooks->write();
				Outbox::close( $effect, $result, $mails->stop() );
			}
			$transaction->commit();
			return $open;
		} catch ( \Throwable $failure ) {
			$transaction->roll_back();
			OrderCaches::forget_all_here();
			throw $failure;
		} finally {
			$mails->stop();
			$webhooks->put_back();
			OrderCaches::forget( $effect->order_id );
			if ( $known instanceof \WC_Order ) {
				OrderCaches::forget_around( $known );
			}
			$hot_row->release();
		}
	}

	/**
	 * Lets the effect's kind do its work.
	 *
	 * @param Effect $effect The effect.
	 * @param Mails  $mails  What is collected.
	 */
	private static function handle( Effect $effect, Mails $mails ): Result {
		$order = wc_get_order( $effect->order_id );
		if ( ! $order instanceof \WC_Order ) {
			return Result::unappliable( 'order_missing' );
		}
		if ( Fingerprint::of_order_key( $order->get_order_key() ) !== $effect->order_key ) {
			return Result::unappliable( 'order_key_differs' );
		}
		$handler = self::handler( $effect->kind );
		if ( null === $handler ) {
			return Result::unappliable( 'unknown_kind', $effect->kind );
		}
		do_action( 'payonce_before_effect', $order, $effect->kind, $effect->body );
		$result = $handler->apply( $order, $effect, $mails );
		do_action( 'payonce_after_effect', $order, $effect->kind, $effect->body );
		return $result;
	}

	/**
	 * Returns the handler of a kind.
	 *
	 * @param string $kind The kind.
	 */
	private static function handler( string $kind ): ?Handler {
		return match ( $kind ) {
			'paid'          => new PaidEffect(),
			'status'        => new StatusEffect(),
			'refund'        => new RefundEffect(),
			'refund_failed' => new RefundFailedEffect(),
			'dispute'       => new DisputeEffect(),
			'note'          => new NoteEffect(),
			'token'         => new TokenEffect(),
			'fee'           => new FeeEffect(),
			default         => null,
		};
	}

	/**
	 * Notes a failed try.
	 *
	 * @param Effect     $effect  The effect.
	 * @param \Throwable $failure Why.
	 */
	private static function failed( Effect $effect, \Throwable $failure ): void {
		Outbox::note_failure( $effect, $failure->getMessage() );
		Log::error( "Effect {$effect->id} ({$effect->kind}) of order {$effect->order_id} was not applied: {$failure->getMessage()}. Payonce tries again; if this lasts, correct the cause or update the plugin that fails." );
	}
}
