<?php
/**
 * A stand-in for Payonce's API: php -S with this as router. It answers by the payment method's name, keeps idempotency as the
 * contract says, and writes every request down. It is no Payonce: it moves no order.
 *
 * @package Payonce
 */

$payonce_log  = (string) getenv( 'PAYONCE_STUB_LOG' );
$payonce_body = (string) file_get_contents( 'php://input' );
$payonce_json = json_decode( $payonce_body, true );
$payonce_path = (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$payonce_key  = $_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? '';

/**
 * Answers.
 *
 * @param int                 $status HTTP.
 * @param array<string,mixed> $answer The body.
 */
function payonce_stub_answer( int $status, array $answer ): void {
	http_response_code( $status );
	header( 'Content-Type: ' . ( isset( $answer['title'] ) ? 'application/problem+json' : 'application/json' ) );
	echo json_encode( $answer );
	exit;
}

$payonce_lock = fopen( $payonce_log . '.lock', 'c' );
flock( $payonce_lock, LOCK_EX );
$payonce_seen = is_file( $payonce_log . '.keys' ) ? json_decode( (string) file_get_contents( $payonce_log . '.keys' ), true ) : array();
file_put_contents( $payonce_log, json_encode( array( 'method' => $_SERVER['REQUEST_METHOD'], 'path' => $payonce_path, 'key' => $payonce_key, 'body' => $payonce_json, 'raw' => $payonce_body ) ) . "\n", FILE_APPEND );
if ( 'Bearer test-token' !== ( $_SERVER['HTTP_AUTHORIZATION'] ?? '' ) ) {
	payonce_stub_answer( 401, array( 'type' => 'about:blank', 'title' => 'Unauthorized', 'status' => 401, 'detail' => 'The token is unknown.' ) );
}
if ( '' !== $payonce_key ) {
	if ( isset( $payonce_seen[ $payonce_key ] ) && $payonce_seen[ $payonce_key ] !== $payonce_path . $payonce_body ) {
		payonce_stub_answer( 422, array( 'type' => 'about:blank', 'title' => 'Unprocessable Content', 'status' => 422, 'detail' => 'The key was used for something else.' ) );
	}
	$payonce_seen[ $payonce_key ] = $payonce_path . $payonce_body;
	file_put_contents( $payonce_log . '.keys', json_encode( $payonce_seen ) );
}
flock( $payonce_lock, LOCK_UN );

if ( 'GET' === $_SERVER['REQUEST_METHOD'] ) {
	payonce_stub_answer( 404, array( 'type' => 'about:blank', 'title' => 'Not Found', 'status' => 404, 'detail' => 'Nothing is known of this order.' ) );
}
if ( '/payments' === $payonce_path ) {
	switch ( $payonce_json['paymentMethod'] ) {
		case 'pm_declined':
			payonce_stub_answer( 402, array( 'status' => 'declined', 'code' => 'insufficient_funds', 'mayRetry' => true ) );
		case 'pm_stolen':
			payonce_stub_answer( 402, array( 'status' => 'declined', 'code' => 'stolen_card', 'mayRetry' => false, 'retry' => array( 'advice' => 'never' ) ) );
		case 'pm_redirect':
			payonce_stub_answer( 200, array( 'status' => 'action_required', 'action' => array( 'redirectUrl' => 'https://bank.example/3ds' ) ) );
		case 'pm_secret':
			payonce_stub_answer( 200, array( 'status' => 'action_required', 'action' => array( 'clientSecret' => 'pi_1_secret_2' ) ) );
		case 'pm_pending':
			payonce_stub_answer( 202, array( 'status' => 'pending', 'code' => 'other_payment' ) );
		case 'pm_working':
			payonce_stub_answer( 202, array( 'status' => 'working', 'statusUrl' => '/payments/1' ) );
		case 'pm_away':
			header( 'Retry-After: 5' );
			payonce_stub_answer( 503, array( 'type' => 'about:blank', 'title' => 'Service Unavailable', 'status' => 503, 'detail' => 'Away.' ) );
		case 'pm_refused':
			payonce_stub_answer( 409, array( 'status' => 'refused', 'code' => 'order_not_payable' ) );
		case 'pm_hang':
			sleep( 14 );
			exit;
		default:
			payonce_stub_answer( 200, array( 'status' => 'paid', 'payment' => 'pi_stub' ) );
	}
}
if ( str_ends_with( $payonce_path, '/refunds' ) ) {
	switch ( $payonce_json['amount'] % 100 ) {
		case 1:
			payonce_stub_answer( 409, array( 'status' => 'refused', 'code' => 'exceeds_what_is_left' ) );
		case 2:
			payonce_stub_answer( 202, array( 'status' => 'pending', 'code' => 'refund_pending' ) );
		case 3:
			payonce_stub_answer( 503, array( 'type' => 'about:blank', 'title' => 'Service Unavailable', 'status' => 503, 'detail' => 'Away.' ) );
		case 4:
			sleep( 14 );
			exit;
		case 5:
			header( 'Retry-After: 5' );
			payonce_stub_answer( 409, array( 'status' => 'later', 'code' => 'operation_in_doubt' ) );
		default:
			payonce_stub_answer( 200, array( 'status' => 'refunded' ) );
	}
}
if ( str_ends_with( $payonce_path, '/capture' ) ) {
	payonce_stub_answer( 200, array( 'status' => 'paid' ) );
}
if ( str_ends_with( $payonce_path, '/cancel' ) ) {
	payonce_stub_answer( 200, array( 'status' => 'cancelled' ) );
}
payonce_stub_answer( 202, array( 'status' => 'working' ) );
