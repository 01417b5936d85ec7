<?php
/**
 * The plugin in Site Health.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

use Payonce\Effects\Outbox;
use Payonce\Guards\Guards;

/**
 * The tests in WordPress' Site Health: the connection, effects that wait, guards that are off.
 */
final class SiteHealth {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'site_status_tests', array( self::class, 'add' ) );
	}

	/**
	 * Adds the tests.
	 *
	 * @param mixed $tests The tests.
	 * @return mixed
	 */
	public static function add( $tests ) {
		$names = array(
			'connection' => __( 'Connection to Payonce', 'payonce' ),
			'effects'    => __( 'Effects of payments', 'payonce' ),
			'guards'     => __( 'Guards of orders', 'payonce' ),
		);
		foreach ( $names as $name => $label ) {
			$tests['direct'][ 'payonce_' . $name ] = array(
				'label' => $label,
				'test'  => array( self::class, $name ),
			);
		}
		return $tests;
	}

	/**
	 * Tests the connection by what is in the database; Site Health does not wait for Payonce.
	 *
	 * @return array<string,mixed>
	 */
	public static function connection(): array {
		$problems = Connection::problems( false );
		return array() === $problems
			? self::result( 'connection', 'good', __( 'Payonce is connected', 'payonce' ), __( 'Its worker has been in this shop\'s database within the last minutes.', 'payonce' ) )
			: self::result( 'connection', 'critical', __( 'Payonce is not connected as it should be', 'payonce' ), implode( ' ', $problems ) );
	}

	/**
	 * Tests if effects wait too long, or cannot be applied.
	 *
	 * @return array<string,mixed>
	 */
	public static function effects(): array {
		$late  = count( Outbox::overdue( Alarm::SECONDS, 100 ) );
		$stuck = Outbox::rejected( 100 );
		if ( 0 === $late + $stuck ) {
			return self::result( 'effects', 'good', __( 'What was paid is fulfilled', 'payonce' ), __( 'No effect of a payment waits.', 'payonce' ) );
		}
		/* translators: 1: number of orders, 2: number of orders */
		return self::result( 'effects', 'critical', __( 'Effects of payments are not applied', 'payonce' ), sprintf( __( '%1$d orders have waited for more than ten minutes, and effects of %2$d orders cannot be applied. Check WooCommerce > Status > Scheduled Actions and the log "payonce".', 'payonce' ), $late, $stuck ) );
	}

	/**
	 * Tests if guards are off.
	 *
	 * @return array<string,mixed>
	 */
	public static function guards(): array {
		$off = array_filter( Guards::names(), static fn( $name ) => ! Guards::on( $name ) );
		return array() === $off
			? self::result( 'guards', 'good', __( 'Orders are guarded against races', 'payonce' ), __( 'All guards are on.', 'payonce' ) )
			/* translators: %s: names of guards */
			: self::result( 'guards', 'recommended', __( 'Guards of orders are off', 'payonce' ), sprintf( __( 'Off: %s. Without them two requests at once may undo a payment or fulfil an order twice.', 'payonce' ), implode( ', ', $off ) ) );
	}

	/**
	 * Makes a result.
	 *
	 * @param string $name   The test.
	 * @param string $status One of good, recommended, critical.
	 * @param string $label  What it came to.
	 * @param string $text   More.
	 * @return array<string,mixed>
	 */
	private static function result( string $name, string $status, string $label, string $text ): array {
		return array(
			'label'       => $label,
			'status'      => $status,
			'badge'       => array(
				'label' => 'Payonce',
				'color' => 'blue',
			),
			'description' => '<p>' . esc_html( $text ) . '</p>',
			'actions'     => sprintf( '<p><a href="%s">%s</a></p>', esc_url( Admin::settings_address() ), esc_html__( 'Settings of Payonce', 'payonce' ) ),
			'test'        => 'payonce_' . $name,
		);
	}
}
