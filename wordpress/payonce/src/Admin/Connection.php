<?php
/**
 * The connection to Payonce.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

use Payonce\Api\Answer;
use Payonce\Api\Client;
use Payonce\Link;
use Payonce\Settings;
use Payonce\Tables;

/**
 * The checks of the connection between shop and Payonce. Each problem names its remedy.
 */
final class Connection {

	/** Minutes after which Payonce's worker counts as away. */
	private const AWAY_MINUTES = 10;

	/** An order that no shop has: the API answers that it is unknown, and so is reached and accepts the token. */
	private const NO_ORDER = 99999999999;

	/**
	 * Lists what is wrong; empty if nothing is.
	 *
	 * @param bool $ask True to call the API.
	 * @return string[]
	 */
	public static function problems( bool $ask ): array {
		$problems = self::problems_here();
		if ( array() === $problems && $ask ) {
			$problem = self::problem_of( Client::read( self::NO_ORDER ) );
			if ( '' !== $problem ) {
				$problems[] = $problem;
			}
		}
		return $problems;
	}

	/**
	 * Says what an answer about an unknown order tells about the connection; empty if it is in order.
	 *
	 * @param Answer $answer The answer.
	 */
	public static function problem_of( Answer $answer ): string {
		if ( 404 === $answer->http && isset( $answer->body['title'] ) ) {
			return '';
		}
		return match ( true ) {
			Answer::NOT_SENT === $answer->http  => __( 'Payonce cannot be reached at its address. Check the address, and if this server may call it.', 'payonce' ),
			Answer::NO_ANSWER === $answer->http => __( 'Payonce does not answer in time. Check if its API runs.', 'payonce' ),
			401 === $answer->http               => __( 'Payonce does not know this token. It must be one of PAYONCE_STORE_TOKENS.', 'payonce' ),
			503 === $answer->http               => __( 'Payonce is there but cannot work now. Look at its readiness and at its logs.', 'payonce' ),
			404 === $answer->http               => __( 'Something else than Payonce answers at this address. Check host, port and path.', 'payonce' ),
			/* translators: %s: the answer */
			default                             => sprintf( __( 'Payonce answers in an unexpected way: %s.', 'payonce' ), $answer->summary() ),
		};
	}

	/**
	 * Lists what is wrong in this shop.
	 *
	 * @return string[]
	 */
	private static function problems_here(): array {
		$problems = array();
		if ( ! Settings::complete() ) {
			$problems[] = __( 'Address or token is missing.', 'payonce' );
		}
		if ( '' === Settings::get( 'secret' ) ) {
			$problems[] = __( 'The secret is missing: paid orders wait for the next run of Action Scheduler.', 'payonce' );
		}
		if ( (int) get_option( Tables::VERSION_OPTION ) < Tables::VERSION ) {
			$problems[] = __( 'The plugin\'s tables are missing or old. Deactivate the plugin and activate it again.', 'payonce' );
			return $problems;
		}
		Link::forget();
		$row = Link::row();
		if ( ! Link::is_this_shop() ) {
			$problems[] = __( 'This database is a copy of the shop that Payonce knows, or the shop\'s address has changed. No payment is taken and no effect applied here. If this is the shop, accept the new address in Payonce.', 'payonce' );
		} elseif ( null === $row ) {
			$problems[] = __( 'Payonce\'s worker has never written into this shop\'s database. Check PAYONCE_DATABASE_URL, PAYONCE_TABLE_PREFIX and PAYONCE_EFFECTS=plugin.', 'payonce' );
		} elseif ( self::AWAY_MINUTES * 60 < (int) $row['age'] ) {
			/* translators: %d: minutes */
			$problems[] = sprintf( __( 'Payonce\'s worker was last here %d minutes ago. Check if it runs.', 'payonce' ), intdiv( (int) $row['age'], 60 ) );
		}
		if ( null !== $row && ( '1' === $row['live'] ) !== ( 'live' === Settings::get( 'mode' ) ) ) {
			$problems[] = __( 'The mode here and Payonce\'s own differ: one is live, the other is a test.', 'payonce' );
		}
		return $problems;
	}
}
