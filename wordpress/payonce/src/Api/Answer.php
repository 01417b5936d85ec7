<?php
/**
 * Payonce's answers.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Api;

/**
 * An answer of Payonce's API, or the lack of one.
 */
final class Answer {

	/** The request was not taken: nothing was done. */
	public const NOT_SENT = 0;

	/** The request left, and no answer came in time: its outcome is unknown. */
	public const NO_ANSWER = -1;

	/**
	 * Makes an answer.
	 *
	 * @param int                 $http HTTP status, NOT_SENT or NO_ANSWER.
	 * @param array<string,mixed> $body The decoded body.
	 * @param int                 $retry_after Seconds, 0 if not said.
	 */
	public function __construct( public readonly int $http, public readonly array $body = array(), public readonly int $retry_after = 0 ) {}

	/**
	 * Returns a field that is a text; empty if it is missing.
	 *
	 * @param string $name The field.
	 */
	public function text( string $name ): string {
		$value = $this->body[ $name ] ?? '';
		return is_string( $value ) ? $value : '';
	}

	/**
	 * Returns what the payment came to, for instance "paid"; empty for a problem.
	 */
	public function status(): string {
		return $this->text( 'status' );
	}

	/**
	 * Returns what the browser needs to go on: redirectUrl or clientSecret.
	 *
	 * @param string $name The field.
	 */
	public function action( string $name ): string {
		$action = $this->body['action'] ?? null;
		return is_array( $action ) && is_string( $action[ $name ] ?? null ) ? $action[ $name ] : '';
	}

	/**
	 * Tells if the API itself refused the request for good: a wrong token, a wrong address, a body that it does not know.
	 */
	public function is_misconfigured(): bool {
		return in_array( $this->http, array( 400, 401, 403, 413, 415 ), true ) || ( 404 === $this->http && '' === $this->status() );
	}

	/**
	 * Tells if the outcome of the request is unknown, or it has no final answer yet.
	 */
	public function is_open(): bool {
		return self::NO_ANSWER === $this->http || self::NOT_SENT === $this->http || 202 === $this->http || 408 === $this->http || 429 === $this->http || 500 <= $this->http || 'later' === $this->status();
	}

	/**
	 * Returns a short text for logs and notes.
	 */
	public function summary(): string {
		$parts = array_filter( array( $this->status(), $this->text( 'code' ), $this->text( 'title' ), $this->text( 'detail' ) ) );
		$http  = match ( $this->http ) {
			self::NOT_SENT  => 'not reachable',
			self::NO_ANSWER => 'no answer',
			default         => '' === $this->status() ? 'HTTP ' . $this->http : '',
		};
		return trim( $http . ' ' . implode( ', ', array_unique( $parts ) ) );
	}
}
