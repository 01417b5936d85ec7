<?php
/**
 * Plugin Name: Payonce tests
 * Description: Catches mails, and kills or delays this process where a test wants it. Only for throw-away shops.
 *
 * @package Payonce
 */

/**
 * Appends a line to a file of the test's folder.
 *
 * @param string              $file The file.
 * @param array<string,mixed> $line The line.
 */
function payonce_test_write( string $file, array $line ): void {
	file_put_contents( PAYONCE_TEST_WORK . '/log/' . $file, wp_json_encode( $line ) . "\n", FILE_APPEND | LOCK_EX );
}

add_filter(
	'woocommerce_email_headers',
	static function ( $headers, $id, $subject ) {
		$GLOBALS['payonce_test_mail'] = array( $id, is_object( $subject ) && method_exists( $subject, 'get_id' ) ? $subject->get_id() : 0 );
		return $headers;
	},
	10,
	3
);
add_filter(
	'pre_wp_mail',
	static function ( $sent, $mail ) {
		list( $id, $about )           = $GLOBALS['payonce_test_mail'] ?? array( '', 0 );
		$GLOBALS['payonce_test_mail'] = array( '', 0 );
		payonce_test_write(
			'mails.log',
			array(
				'mail'    => $id,
				'about'   => $about,
				'to'      => $mail['to'],
				'subject' => $mail['subject'],
			)
		);
		return true;
	},
	10,
	2
);

// WooCommerce 11 celebrates a shop's first order over its whole page.
add_filter( 'wc_order_milestone_egg_enabled', '__return_false' );

// The webhook's address does not answer; it must not be switched off for that.
add_filter( 'woocommerce_max_webhook_delivery_failures', static fn() => 1000000 );

// Guards that a test switches off, to see the race that they close: PAYONCE_TEST_GUARD_OFF=name,name.
add_filter( 'payonce_guard', static fn( $on, $name ) => in_array( $name, explode( ',', (string) getenv( 'PAYONCE_TEST_GUARD_OFF' ) ), true ) ? false : $on, 10, 2 );

/** Kills this process before its n-th statement inside an effect: PAYONCE_TEST_KILL=n. */
add_action(
	'payonce_before_effect',
	static function () {
		$at = (int) getenv( 'PAYONCE_TEST_KILL' );
		if ( 0 < $at ) {
			add_filter(
				'query',
				static function ( $statement ) use ( $at ) {
					static $count = 0;
					if ( ++$count === $at ) {
						posix_kill( getmypid(), SIGKILL );
					}
					return $statement;
				}
			);
		}
		if ( getenv( 'PAYONCE_TEST_COUNT' ) ) {
			add_filter(
				'query',
				static function ( $statement ) {
					$GLOBALS['payonce_test_count'] = ( $GLOBALS['payonce_test_count'] ?? 0 ) + 1;
					return $statement;
				}
			);
		}
	}
);

/** Waits between what a stale writer has read and what it writes. */
add_action(
	'wp_loaded',
	static function () {
		if ( isset( $_GET['payonce_test'] ) && is_file( __DIR__ . '/payonce-test.php' ) ) {
			require_once dirname( (string) realpath( __FILE__ ) ) . '/../operations.php';
			header( 'Content-Type: application/json' );
			echo wp_json_encode( payonce_test_operation( wp_unslash( $_GET ) ) );
			exit;
		}
	},
	999
);

// Stripe.js cannot be loaded in a throw-away shop; a script of our own answers in its place, behind the same filter.
add_filter(
	'payonce_stripe_js',
	static fn() => home_url( '/?payonce_stripe_stand_in=1' )
);
add_action(
	'init',
	static function () {
		if ( isset( $_GET['payonce_stripe_stand_in'] ) ) {
			header( 'Content-Type: text/javascript' );
			echo 'window.payonceBank = ' . wp_json_encode( payonce_test_bank() ) . ";\n";
			readfile( dirname( (string) realpath( __FILE__ ) ) . '/../stripe-stand-in.js' );
			exit;
		}
	},
	0
);

/** Returns the address of the page that stands for a bank, if scripts/shop has started one. */
function payonce_test_bank(): string {
	return is_file( PAYONCE_TEST_WORK . '/run/bank' ) ? trim( (string) file_get_contents( PAYONCE_TEST_WORK . '/run/bank' ) ) : '';
}

// The simulator sends shoppers to a bank at Stripe; scripts/shop has a page that stands for it.
add_filter(
	'payonce_redirect_url',
	static fn( $url ) => '' === payonce_test_bank() ? $url : str_replace( 'https://hooks.stripe.com/3d_secure_2', payonce_test_bank(), $url )
);
