<?php
/**
 * The transaction of an effect.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * One database transaction around everything that WooCommerce and other plugins do for one effect, and its mark.
 *
 * WordPress knows no transactions, so three things could end ours in silence, and the rest would be committed statement
 * by statement: a deadlock, a lost connection with WordPress' own reconnect, and a statement that commits. Each statement
 * therefore passes through watch(): after the first sign of a loss no statement gets through any more. Before COMMIT
 * the savepoint of the start must still be there; if it is not, nothing is committed.
 */
final class EffectTransaction {

	/** Deadlock, lock wait timeout, server gone, connection lost, shutdown, killed. */
	private const FATAL = array( 1213, 1205, 2006, 2013, 1053, 1317, 1180, 4031 );

	/** The filters by which WordPress chooses how a request dies. */
	private const DEATHS = array( 'wp_die_handler', 'wp_die_ajax_handler', 'wp_die_json_handler', 'wp_die_jsonp_handler', 'wp_die_xmlrpc_handler', 'wp_die_xml_handler' );

	/**
	 * Rewrites what would end the transaction.
	 *
	 * @var NestedTransactions
	 */
	private NestedTransactions $nested;

	/**
	 * Why the transaction is lost; empty while it is not.
	 *
	 * @var string
	 */
	private string $lost = '';

	/**
	 * The connection's number.
	 *
	 * @var int
	 */
	private int $connection = 0;

	/**
	 * How often WordPress would reconnect.
	 *
	 * @var int
	 */
	private int $retries = 5;

	/**
	 * True while a statement of this class runs.
	 *
	 * @var bool
	 */
	private bool $own = false;

	/**
	 * Begins.
	 *
	 * @throws TransactionLost If the database does not take it.
	 */
	public function begin(): void {
		global $wpdb;
		$this->nested            = new NestedTransactions();
		$this->connection        = $this->connection_number();
		$this->retries           = (int) $wpdb->reconnect_retries;
		$wpdb->reconnect_retries = 0;
		if ( ! self::logs_statements() ) {
			$this->run( 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED' );
		}
		$this->run( 'START TRANSACTION' );
		$this->run( 'SAVEPOINT payonce_effect' );
		add_filter( 'query', array( $this, 'watch' ), PHP_INT_MAX );
		foreach ( self::DEATHS as $death ) {
			add_filter( $death, array( $this, 'survive' ), PHP_INT_MAX );
		}
	}

	/**
	 * Returns what is called in place of a page that ends the request. WordPress shows such a page when the connection is lost,
	 * and reads options for it, which fails and shows the page again, until the memory is used up.
	 */
	public function survive(): callable {
		return function ( $message = '' ) {
			$this->lost = '' === $this->lost ? 'The request was to end: ' . wp_strip_all_tags( is_wp_error( $message ) ? $message->get_error_message() : (string) $message ) : $this->lost;
			throw new TransactionLost( esc_html( $this->lost ) );
		};
	}

	/**
	 * Looks at each statement before it runs.
	 *
	 * @param mixed $statement The statement.
	 * @return mixed The statement to run.
	 * @throws TransactionLost If the transaction is no more, or would be no more.
	 */
	public function watch( $statement ) {
		if ( $this->own ) {
			return $statement;
		}
		$this->check();
		try {
			return $this->nested->rewrite( (string) $statement );
		} catch ( TransactionLost $lost ) {
			$this->lost = $lost->getMessage();
			throw $lost;
		}
	}

	/**
	 * Commits.
	 *
	 * @throws TransactionLost If the transaction had ended before; then nothing of it may count.
	 */
	public function commit(): void {
		$this->check();
		$this->run( 'RELEASE SAVEPOINT payonce_effect' );
		$this->run( 'COMMIT' );
		$this->end();
	}

	/**
	 * Rolls back; harmless if there is nothing left to roll back.
	 */
	public function roll_back(): void {
		global $wpdb;
		$this->own = true;
		// A lost connection may be replaced now, since nothing of the transaction is left.
		$wpdb->reconnect_retries = $this->retries;
		$quiet                   = $wpdb->suppress_errors( true );
		try {
			$wpdb->query( 'ROLLBACK' );
		} finally {
			$wpdb->suppress_errors( $quiet );
			$this->end();
		}
	}

	/**
	 * Stops watching.
	 */
	private function end(): void {
		global $wpdb;
		$wpdb->reconnect_retries = $this->retries;
		remove_filter( 'query', array( $this, 'watch' ), PHP_INT_MAX );
		foreach ( self::DEATHS as $death ) {
			remove_filter( $death, array( $this, 'survive' ), PHP_INT_MAX );
		}
		$this->own = false;
	}

	/**
	 * Looks for signs that the transaction has ended.
	 *
	 * @throws TransactionLost If it has.
	 */
	private function check(): void {
		global $wpdb;
		if ( '' === $this->lost ) {
			$error = $wpdb->dbh instanceof \mysqli ? mysqli_errno( $wpdb->dbh ) : 2006; // phpcs:ignore WordPress.DB.RestrictedFunctions -- wpdb does not tell the number.
			if ( in_array( $error, self::FATAL, true ) ) {
				$this->lost = "MySQL error $error: " . $wpdb->last_error;
			} elseif ( $this->connection_number() !== $this->connection ) {
				$this->lost = 'The connection to the database was replaced';
			}
		}
		if ( '' !== $this->lost ) {
			throw new TransactionLost( esc_html( $this->lost ) );
		}
	}

	/**
	 * Runs a statement of this class.
	 *
	 * @param string $statement The statement.
	 * @throws TransactionLost If it fails.
	 */
	private function run( string $statement ): void {
		global $wpdb;
		$this->own = true;
		$quiet     = $wpdb->suppress_errors( true );
		$answer    = $wpdb->query( $statement ); // phpcs:ignore WordPress.DB
		$wpdb->suppress_errors( $quiet );
		$this->own = false;
		if ( false === $answer ) {
			$this->lost = "$statement: " . $wpdb->last_error;
			throw new TransactionLost( esc_html( $this->lost ) );
		}
	}

	/**
	 * Returns the number of WordPress' connection, without asking the server.
	 */
	private function connection_number(): int {
		global $wpdb;
		return $wpdb->dbh instanceof \mysqli ? (int) mysqli_thread_id( $wpdb->dbh ) : 0; // phpcs:ignore WordPress.DB.RestrictedFunctions -- wpdb does not tell it.
	}

	/**
	 * Tells if the server replicates statements: then READ COMMITTED would be refused.
	 */
	private static function logs_statements(): bool {
		global $wpdb;
		static $answer = null;
		if ( null === $answer ) {
			$quiet  = $wpdb->suppress_errors( true );
			$answer = 'STATEMENT' === strtoupper( (string) $wpdb->get_var( 'SELECT IF(@@log_bin, @@binlog_format, 0)' ) );
			$wpdb->suppress_errors( $quiet );
		}
		return $answer;
	}
}
