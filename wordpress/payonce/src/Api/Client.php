<?php
/**
 * The client of Payonce's API.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Api;

use Payonce\Link;
use Payonce\Log;
use Payonce\Orders\OrderLock;
use Payonce\Settings;

/**
 * The client of Payonce's API. No call lasts longer than 12 seconds: Payonce answers within ten.
 */
final class Client {

	public const SECONDS = 11.0;

	/** Errors of cURL after which nothing has left: no name, no connection, no TLS. */
	private const NOT_SENT = '/cURL error (5|6|7|35|51|58|59|60|77):|Could not resolve host|Connection refused|couldn.t connect|not available/i';

	/**
	 * Charges an order. What the request has waited for the order's lock counts, so that both together end in time.
	 *
	 * @param array<string,mixed> $body    The request.
	 * @param string              $key     The idempotency key.
	 * @param float               $seconds How long to wait.
	 */
	public static function pay( array $body, string $key, float $seconds = self::SECONDS ): Answer {
		$left = $seconds - OrderLock::waited( (int) ( $body['order'] ?? 0 ) );
		return self::call( 'POST', '/payments', $body, $key, max( 1.0, $left ) );
	}

	/**
	 * Captures, cancels or refunds.
	 *
	 * @param int                 $order_id The order.
	 * @param string              $what     One of capture, cancel, refunds.
	 * @param array<string,mixed> $body     The request.
	 * @param string              $key      The idempotency key.
	 */
	public static function move( int $order_id, string $what, array $body, string $key ): Answer {
		return self::call( 'POST', "/payments/$order_id/$what", $body, $key );
	}

	/**
	 * Lets Payonce ask the gateway now.
	 *
	 * @param int   $order_id The order.
	 * @param float $seconds  How long to wait.
	 */
	public static function refresh( int $order_id, float $seconds = self::SECONDS ): Answer {
		return self::call( 'POST', "/payments/$order_id/refresh", array(), '', $seconds );
	}

	/**
	 * Reads an order's timeline.
	 *
	 * @param int   $order_id The order.
	 * @param float $seconds  How long to wait.
	 */
	public static function read( int $order_id, float $seconds = 5.0 ): Answer {
		return self::call( 'GET', "/payments/$order_id", null, '', $seconds );
	}

	/**
	 * Sends a request.
	 *
	 * @param string                   $method  GET or POST.
	 * @param string                   $path    The path.
	 * @param array<string,mixed>|null $body    The request, or null.
	 * @param string                   $key     The idempotency key, or empty.
	 * @param float                    $seconds How long to wait.
	 */
	private static function call( string $method, string $path, ?array $body, string $key, float $seconds = self::SECONDS ): Answer {
		if ( ! Settings::complete() || ! Link::is_this_shop() ) {
			return new Answer( Answer::NOT_SENT );
		}
		if ( OrderLock::held_any() ) {
			Log::error( "Payonce was not called ($path), since this request holds an order's lock: another plugin calls a payment function inside a hook of a save. Have it call after the save." );
			return new Answer( Answer::NOT_SENT );
		}
		$headers = array(
			'Authorization' => 'Bearer ' . Settings::get( 'token' ),
			'Accept'        => 'application/json',
		);
		if ( null !== $body ) {
			$headers['Content-Type'] = 'application/json';
		}
		if ( '' !== $key ) {
			$headers['Idempotency-Key'] = $key;
		}
		$response = wp_remote_request(
			rtrim( Settings::get( 'api' ), '/' ) . $path,
			array(
				'method'      => $method,
				'headers'     => $headers,
				'body'        => null === $body ? null : wp_json_encode( (object) $body ),
				'timeout'     => $seconds,
				'redirection' => 0,
				'user-agent'  => 'payonce-woocommerce/' . PAYONCE_VERSION,
			)
		);
		if ( is_wp_error( $response ) ) {
			$message = $response->get_error_message();
			Log::warn( "Payonce did not answer $method $path: $message. The plugin repeats what it has to; if this lasts, check that Payonce's API runs and that the settings have its address." );
			return new Answer( 1 === preg_match( self::NOT_SENT, $message ) ? Answer::NOT_SENT : Answer::NO_ANSWER );
		}
		$decoded = json_decode( wp_remote_retrieve_body( $response ), true );
		$answer  = new Answer( (int) wp_remote_retrieve_response_code( $response ), is_array( $decoded ) ? $decoded : array(), (int) wp_remote_retrieve_header( $response, 'retry-after' ) );
		if ( $answer->is_misconfigured() ) {
			Log::error( "$method $path was refused: {$answer->summary()}. Correct the address or the token in the settings." );
		}
		return $answer;
	}
}
