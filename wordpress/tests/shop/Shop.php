<?php
/**
 * A throw-away shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

/**
 * A throw-away shop, seen from outside: PHP processes, HTTP, and Payonce's part played by SQL.
 */
final class Shop {

	/** Where scripts/store-shop has put it. */
	private string $work;

	/** Its address. */
	public string $address;

	/** Payonce's own connection to the shop's database. */
	private \mysqli $sql;

	/** A number that no other test run has, for the gateway's ids. */
	private int $run;

	/** How many ids were made. */
	private int $made = 0;

	public function __construct( string $work, int $port ) {
		mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
		$this->work    = $work;
		$this->address = 'http://127.0.0.1:' . ( $port + 1 );
		$this->sql     = new \mysqli( '127.0.0.1', 'shop', 'shop', "shop_$port", (int) ( getenv( 'DATABASE_PORT' ) ?: $port ) );
		$this->sql->set_charset( 'utf8mb4' );
		$this->run = time() % 1000000;
		// Compiled scripts are kept in files, since each step is a process of its own.
		if ( ! is_dir( "$work/opcache" ) ) {
			mkdir( "$work/opcache" );
		}
	}

	/** Makes the shop that the environment names. */
	public static function here(): self {
		return new self( (string) getenv( 'PAYONCE_TEST_WORK' ), (int) getenv( 'PAYONCE_TEST_PORT' ) );
	}

	/** Returns an id that no other payment has. */
	public function id( string $prefix ): string {
		return $prefix . '_' . $this->run . '_' . ++$this->made;
	}

	/**
	 * Does one thing in a PHP process of its own.
	 *
	 * @param array<string,mixed> $request
	 * @param array<string,string> $environment
	 * @return mixed Null if the process was killed.
	 */
	public function do( string $command, array $request = array(), array $environment = array() ) {
		return self::finish( $this->start( $command, $request, $environment ) );
	}

	/**
	 * Starts a PHP process, to run beside others.
	 *
	 * @param array<string,mixed> $request
	 * @param array<string,string> $environment
	 * @return array{0:resource,1:array<int,resource>}
	 */
	public function start( string $command, array $request = array(), array $environment = array() ): array {
		$process = proc_open(
			array( PHP_BINARY, '-d', 'memory_limit=512M', '-d', 'opcache.enable_cli=1', '-d', 'opcache.file_cache=' . $this->work . '/opcache', '-d', 'opcache.file_cache_only=1', '-d', 'error_log=' . $this->work . '/log/cli.log', __DIR__ . '/do.php', $this->work . '/site', $command, (string) json_encode( (object) $request ) ),
			array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', $this->work . '/log/cli.log', 'a' ) ),
			$pipes,
			null,
			array( 'SHOP_HOST' => substr( $this->address, 7 ), 'PATH' => (string) getenv( 'PATH' ) ) + $environment
		);
		return array( $process, $pipes );
	}

	/**
	 * Waits for a process.
	 *
	 * @param array{0:resource,1:array<int,resource>} $started
	 * @return mixed
	 */
	public static function finish( array $started ) {
		$output = (string) stream_get_contents( $started[1][1] );
		proc_close( $started[0] );
		$line    = substr( (string) strrchr( $output, "\n" ), 1 );
		$decoded = json_decode( $line, true );
		return is_array( $decoded ) ? $decoded['result'] : null;
	}

	/**
	 * Makes orders.
	 *
	 * @param array<string,mixed> $request
	 * @return array<int,array{id:int,key:string,total:int}>
	 */
	public function orders( int $count, array $request = array() ): array {
		return $this->do( 'orders', array( 'count' => $count ) + $request );
	}

	/**
	 * Plays Payonce: in one transaction, with the order's row locked, writes an effect and the action that applies it.
	 *
	 * @param array{id:int,key:string} $order
	 * @param array<string,mixed> $body
	 */
	public function reconcile( array $order, string $entry, string $kind, array $body ): void {
		$name = "order_payment_lock_{$order['id']}";
		$this->query( "SELECT GET_LOCK('$name', 10)" );
		$this->query( 'START TRANSACTION' );
		$this->query( "SELECT status FROM wp_wc_orders WHERE id = {$order['id']} FOR UPDATE" );
		$insert = $this->sql->prepare( 'INSERT IGNORE INTO wp_payonce_effect (order_id, order_key, entry, kind, body, created_at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(6))' );
		$json   = (string) json_encode( $body );
		$insert->bind_param( 'issss', $order['id'], $order['key'], $entry, $kind, $json );
		$insert->execute();
		$this->query( "INSERT INTO wp_actionscheduler_actions (hook, status, scheduled_date_gmt, scheduled_date_local, priority, args, schedule, group_id, attempts, last_attempt_gmt, last_attempt_local, claim_id)
			VALUES ('payonce_effects', 'pending', UTC_TIMESTAMP(), UTC_TIMESTAMP(), 5, '[{$order['id']}]', 'O:28:\"ActionScheduler_NullSchedule\":0:{}', 0, 0, NULL, NULL, 0)" );
		$this->query( 'COMMIT' );
		$this->query( "SELECT RELEASE_LOCK('$name')" );
	}

	/**
	 * Writes the effect of a payment that captured an order's total.
	 *
	 * @param array{id:int,key:string,total:int} $order
	 * @param array<string,mixed> $more
	 */
	public function paid( array $order, string $transaction, array $more = array() ): void {
		$this->reconcile(
			$order,
			"paid:$transaction",
			'paid',
			$more + array(
				'payment'     => 'pi_' . $transaction,
				'transaction' => $transaction,
				'from'        => array( 'pending', 'failed', 'on-hold', 'cancelled' ),
				'covers'      => array( 'minor' => $order['total'], 'currency' => 'EUR' ),
				'restore'     => false,
			)
		);
	}

	/**
	 * Kicks the plugin's route.
	 *
	 * @return array{0:int,1:array<string,mixed>}
	 */
	public function kick( int $order, string $secret = 'test-secret', int $age = 0, string $route = 'effects' ): array {
		$body = 'effects' === $route ? (string) json_encode( array( 'order' => $order ) ) : '{}';
		$time = time() - $age;
		return $this->http( 'POST', "/wp-json/payonce/v1/$route", $body, array( 'Content-Type: application/json', "Payonce-Signature: t=$time,v1=" . hash_hmac( 'sha256', "$time.$body", $secret ) ) );
	}

	/**
	 * Sends a request to the shop.
	 *
	 * @param string[] $headers
	 * @return array{0:int,1:array<string,mixed>}
	 */
	public function http( string $method, string $path, ?string $body = null, array $headers = array() ): array {
		return $this->http_all( array( array( $method, $path, $body, $headers ) ) )[0];
	}

	/**
	 * Sends requests at once; a fifth field is the time in ms by which a request is sent later.
	 *
	 * @param array<int,array{0:string,1:string,2?:?string,3?:string[],4?:int}> $requests
	 * @return array<int,array{0:int,1:mixed}>
	 */
	public function http_all( array $requests ): array {
		$multi = curl_multi_init();
		$all   = array();
		$later = array();
		foreach ( $requests as $request ) {
			$curl = curl_init( ( '/' === $request[1][0] ? $this->address : '' ) . $request[1] );
			curl_setopt_array( $curl, array( CURLOPT_CUSTOMREQUEST => $request[0], CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 60, CURLOPT_HTTPHEADER => $request[3] ?? array() ) );
			if ( null !== ( $request[2] ?? null ) ) {
				curl_setopt( $curl, CURLOPT_POSTFIELDS, $request[2] );
			}
			$later[] = array( ( $request[4] ?? 0 ) / 1000, $curl );
			$all[]   = $curl;
		}
		$start = microtime( true );
		do {
			foreach ( $later as $number => list( $after, $curl ) ) {
				if ( microtime( true ) - $start >= $after ) {
					curl_multi_add_handle( $multi, $curl );
					unset( $later[ $number ] );
				}
			}
			curl_multi_exec( $multi, $running );
			curl_multi_select( $multi, array() === $later ? 0.2 : 0.01 );
		} while ( $running || array() !== $later );
		return array_map( static fn( $curl ) => array( (int) curl_getinfo( $curl, CURLINFO_RESPONSE_CODE ), json_decode( (string) curl_multi_getcontent( $curl ), true ) ?? (string) curl_multi_getcontent( $curl ) ), $all );
	}

	/** Runs a statement as Payonce. */
	public function query( string $statement ): array {
		$result = $this->sql->query( $statement );
		return $result instanceof \mysqli_result ? $result->fetch_all( MYSQLI_ASSOC ) : array();
	}

	/** Returns a row of the outbox. */
	public function effect( int $order, string $entry ): array {
		return $this->query( "SELECT * FROM wp_payonce_effect WHERE order_id = $order AND entry = '$entry'" )[0];
	}

	/**
	 * Returns the mails about an order: their ids, sorted.
	 *
	 * @return string[]
	 */
	public function mails( int $order ): array {
		$mails = array();
		foreach ( is_file( $this->work . '/log/mails.log' ) ? file( $this->work . '/log/mails.log' ) : array() as $line ) {
			$mail = json_decode( $line, true );
			if ( $mail['about'] === $order ) {
				$mails[] = $mail['mail'] . ' to ' . ( is_array( $mail['to'] ) ? implode( ',', $mail['to'] ) : $mail['to'] );
			}
		}
		sort( $mails );
		return $mails;
	}

	/** Returns the key and secret of the shop's REST API as a header. */
	public function rest_header(): string {
		return 'Authorization: Basic ' . base64_encode( (string) $this->do( 'run', array( 'php' => "return get_option( 'payonce_test' )['rest'];" ) ) );
	}
}
