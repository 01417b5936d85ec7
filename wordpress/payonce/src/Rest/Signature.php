<?php
/**
 * Signatures of requests.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Rest;

/**
 * The signature by which Payonce proves a request: "t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">".
 */
final class Signature {

	/** Seconds that the two clocks may differ. */
	public const TOLERANCE = 300;

	/**
	 * Tells if a signature fits. Several secrets cannot be given: for a rotation, both sides change within the minutes in
	 * which Action Scheduler does the work without a kick.
	 *
	 * @param string $header The header's value.
	 * @param string $body   The body's bytes.
	 * @param string $secret The shared secret; an empty one fits nothing.
	 * @param int    $now    Unix seconds.
	 */
	public static function fits( string $header, string $body, string $secret, int $now ): bool {
		if ( '' === $secret || 1 !== preg_match( '/^t=(\d{1,12}),v1=([0-9a-f]{64})$/', $header, $match ) ) {
			return false;
		}
		return abs( $now - (int) $match[1] ) <= self::TOLERANCE && hash_equals( self::of( (int) $match[1], $body, $secret ), $match[2] );
	}

	/**
	 * Signs a body.
	 *
	 * @param int    $time   Unix seconds.
	 * @param string $body   The body's bytes.
	 * @param string $secret The shared secret.
	 */
	public static function of( int $time, string $body, string $secret ): string {
		return hash_hmac( 'sha256', $time . '.' . $body, $secret );
	}
}
