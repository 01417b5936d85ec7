<?php
/**
 * Does one thing in a process of its own: do.php SITE COMMAND JSON. Prints JSON.
 *
 * @package Payonce
 */

list( , $payonce_site, $payonce_command, $payonce_json ) = $argv + array( 3 => '{}' );
$_SERVER['HTTP_HOST']   = (string) getenv( 'SHOP_HOST' );
$_SERVER['REQUEST_URI'] = '/';
define( 'PAYONCE_TEST_DO', __FILE__ );
require $payonce_site . '/wp-load.php';
require_once __DIR__ . '/operations.php';
require_once __DIR__ . '/snapshot.php';
require_once __DIR__ . '/commands.php';

$payonce_result = call_user_func( 'payonce_test_do_' . $payonce_command, (array) json_decode( $payonce_json, true ) );
echo "\n" . wp_json_encode( array( 'result' => $payonce_result ) );
