<?php
/**
 * The router of PHP's own web server: files as they are, everything else through WordPress.
 *
 * @package Payonce
 */

$payonce_root = $_SERVER['DOCUMENT_ROOT'];
$payonce_path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( is_dir( $payonce_root . $payonce_path ) ) {
	$payonce_path = rtrim( $payonce_path, '/' ) . '/index.php';
}
if ( ! is_file( $payonce_root . $payonce_path ) ) {
	$payonce_path = '/index.php';
} elseif ( ! str_ends_with( $payonce_path, '.php' ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME']     = $payonce_path;
$_SERVER['PHP_SELF']        = $payonce_path;
$_SERVER['SCRIPT_FILENAME'] = $payonce_root . $payonce_path;
chdir( dirname( $payonce_root . $payonce_path ) );
require $payonce_root . $payonce_path;
