<?php
/**
 * The process that answers in Payonce's place.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

/**
 * The server of payonce-stub.php, and what was sent to it.
 */
final class PayonceStub {

	/** @var resource */
	private $process;

	private string $log;

	/** Starts the server where the plugin's settings expect Payonce. */
	public function __construct() {
		$port          = (int) getenv( 'PAYONCE_TEST_PORT' ) + 2;
		$this->log     = getenv( 'PAYONCE_TEST_WORK' ) . '/log/stub-' . getmypid() . '-' . hrtime( true ) . '.log';
		$this->process = proc_open(
			array( 'setsid', PHP_BINARY, '-S', "127.0.0.1:$port", __DIR__ . '/payonce-stub.php' ),
			array( 1 => array( 'file', '/dev/null', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ),
			$pipes,
			null,
			array( 'PHP_CLI_SERVER_WORKERS' => '4', 'PAYONCE_STUB_LOG' => $this->log, 'PATH' => (string) getenv( 'PATH' ) )
		);
		for ( $i = 0; $i < 200 && false === @fsockopen( '127.0.0.1', $port ); $i++ ) {
			usleep( 50000 );
		}
	}

	/** Ends the server and its workers. */
	public function stop(): void {
		posix_kill( -proc_get_status( $this->process )['pid'], SIGTERM );
		proc_terminate( $this->process );
		proc_close( $this->process );
	}

	/**
	 * Returns the requests to paths that end so, the oldest first.
	 *
	 * @return array<int,array<string,mixed>>
	 */
	public function requests( string $ending ): array {
		$lines = is_file( $this->log ) ? (array) file( $this->log ) : array();
		return array_values( array_filter( array_map( static fn( $line ) => json_decode( (string) $line, true ), $lines ), static fn( $request ) => '' === $ending || str_ends_with( $request['path'], $ending ) ) );
	}
}
