<?php
/**
 * A mail's arguments as JSON.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The codec that stores the arguments of a mail's hook. Objects become references, and are read again when the mail is
 * sent.
 */
final class MailArguments {

	private const REFERENCE = '__payonce_object';

	/**
	 * Encodes arguments.
	 *
	 * @param array<mixed> $args The arguments.
	 * @return array<mixed>|null Null if one of them cannot be stored.
	 */
	public static function encode( array $args ): ?array {
		$encoded = array();
		foreach ( $args as $name => $arg ) {
			if ( is_array( $arg ) ) {
				$arg = self::encode( $arg );
				if ( null === $arg ) {
					return null;
				}
			} elseif ( is_object( $arg ) ) {
				$type = self::type_of( $arg );
				if ( null === $type ) {
					return null;
				}
				$arg = array( self::REFERENCE => array( $type, (int) $arg->get_id() ) );
			} elseif ( null !== $arg && ! is_scalar( $arg ) ) {
				return null;
			}
			$encoded[ $name ] = $arg;
		}
		return $encoded;
	}

	/**
	 * Decodes arguments.
	 *
	 * @param array<mixed> $args The stored arguments.
	 * @return array<mixed>|null Null if an object is gone.
	 */
	public static function decode( array $args ): ?array {
		$decoded = array();
		foreach ( $args as $name => $arg ) {
			if ( is_array( $arg ) && isset( $arg[ self::REFERENCE ] ) ) {
				list( $type, $id ) = $arg[ self::REFERENCE ];
				$arg               = 'product' === $type ? wc_get_product( $id ) : wc_get_order( $id );
				if ( ! $arg ) {
					return null;
				}
			} elseif ( is_array( $arg ) ) {
				$arg = self::decode( $arg );
				if ( null === $arg ) {
					return null;
				}
			}
			$decoded[ $name ] = $arg;
		}
		return $decoded;
	}

	/**
	 * Names an object's type.
	 *
	 * @param object $thing The object.
	 */
	private static function type_of( object $thing ): ?string {
		if ( $thing instanceof \WC_Abstract_Order ) {
			return 'order';
		}
		return $thing instanceof \WC_Product ? 'product' : null;
	}
}
