<?php
/**
 * What the unit tests need of WordPress, which is not there: three functions.
 *
 * @package Payonce
 */

require_once __DIR__ . '/../../payonce/src/autoload.php';

if ( ! function_exists( '__' ) ) {
	/**
	 * Returns a text as it is.
	 *
	 * @param string $text The text.
	 */
	function __( string $text ): string { // phpcs:ignore
		return $text;
	}
	/**
	 * Returns a text as it is.
	 *
	 * @param string $text The text.
	 */
	function esc_html( string $text ): string { // phpcs:ignore
		return $text;
	}
}
