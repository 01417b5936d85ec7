<?php
/**
 * Loads the plugin's classes by their names; Composer is not needed at run time.
 *
 * @package Payonce
 */

spl_autoload_register(
	static function ( string $name ): void {
		if ( str_starts_with( $name, 'Payonce\\' ) ) {
			$file = __DIR__ . '/' . str_replace( '\\', '/', substr( $name, 8 ) ) . '.php';
			if ( is_file( $file ) ) {
				require_once $file;
			}
		}
	}
);
