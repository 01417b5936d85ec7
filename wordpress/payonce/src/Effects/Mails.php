<?php
/**
 * Mails of effects.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Log;

/**
 * The mails that WooCommerce's hooks ask for during an effect. They are collected inside the transaction, written beside
 * the effect's mark, and sent after the commit: a transaction that is rolled back sends nothing, and a process that dies
 * after the commit leaves them to the next one. WooCommerce's own templates decide what is sent.
 */
final class Mails {

	/** WooCommerce's callbacks, now and deferred. */
	private const CALLBACKS = array( 'WC_Emails::send_transactional_email', 'WC_Emails::queue_transactional_email' );

	/**
	 * The callbacks that were replaced: hook, priority, key, function.
	 *
	 * @var array<int,array{0:string,1:int,2:string,3:callable}>
	 */
	private array $replaced = array();

	/**
	 * What was collected.
	 *
	 * @var array<int,array{hook:string,args:array<mixed>}>
	 */
	private array $collected = array();

	/**
	 * Starts to collect. The callbacks keep their places among the others.
	 */
	public function collect(): void {
		global $wp_filter;
		foreach ( $wp_filter as $hook => $registered ) {
			foreach ( $registered->callbacks as $priority => $callbacks ) {
				foreach ( self::CALLBACKS as $key ) {
					if ( isset( $callbacks[ $key ] ) ) {
						$this->replaced[] = array( (string) $hook, (int) $priority, $key, $callbacks[ $key ]['function'] );
						$wp_filter[ $hook ]->callbacks[ $priority ][ $key ]['function'] = array( $this, 'keep' ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride
					}
				}
			}
		}
	}

	/**
	 * Keeps one mail for later.
	 *
	 * @param mixed ...$args The hook's arguments.
	 */
	public function keep( ...$args ): void {
		$encoded = MailArguments::encode( $args );
		if ( null === $encoded ) {
			Log::warn( 'A mail of ' . current_filter() . ' cannot be kept for after the commit, since an argument of it cannot be stored. It is not sent: send it from the order\'s actions.' );
			return;
		}
		$this->collected[] = array(
			'hook' => (string) current_filter(),
			'args' => $encoded,
		);
	}

	/**
	 * Drops what was collected.
	 *
	 * @param string|null $hook Only what this hook asked for; null for everything.
	 */
	public function drop( ?string $hook = null ): void {
		$this->collected = array_values( array_filter( $this->collected, static fn( $mail ) => null !== $hook && $mail['hook'] !== $hook ) );
	}

	/**
	 * Stops collecting.
	 *
	 * @return array<int,array{hook:string,args:array<mixed>}>
	 */
	public function stop(): array {
		global $wp_filter;
		foreach ( $this->replaced as list( $hook, $priority, $key, $callback ) ) {
			if ( isset( $wp_filter[ $hook ]->callbacks[ $priority ][ $key ] ) ) {
				$wp_filter[ $hook ]->callbacks[ $priority ][ $key ]['function'] = $callback; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
			}
		}
		$this->replaced = array();
		return $this->collected;
	}

	/**
	 * Sends an order's mails. Each is crossed off the list after it was sent, so that a process that dies repeats one mail
	 * at most.
	 *
	 * @param int   $order_id The order.
	 * @param int[] $ours     The effects that this process has just applied; those of others only if they are stale.
	 */
	public static function send( int $order_id, array $ours ): void {
		foreach ( Outbox::with_mails( $order_id ) as $id ) {
			list( $mails, $claim ) = Outbox::claim_mails( $id, in_array( $id, $ours, true ) ) ?? array( array(), null );
			while ( null !== $claim && array() !== $mails ) {
				self::send_one( array_shift( $mails ) );
				$claim = Outbox::mails_left( $id, $mails, $claim );
			}
		}
	}

	/**
	 * Sends one mail. A template that throws does not stop the others.
	 *
	 * @param array{hook:string,args:array<mixed>} $mail The mail.
	 */
	private static function send_one( array $mail ): void {
		$args = MailArguments::decode( $mail['args'] );
		if ( null === $args ) {
			return;
		}
		try {
			do_action( 'payonce_before_mail', $mail['hook'], $args );
			\WC_Emails::send_queued_transactional_email( $mail['hook'], $args );
		} catch ( \Throwable $failure ) {
			Log::error( "A mail of {$mail['hook']} was not sent: {$failure->getMessage()}. Send it again from the order's actions." );
		}
	}
}
