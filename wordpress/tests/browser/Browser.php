<?php
/**
 * A browser.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Browser;

/**
 * A headless Chromium, driven by Debian's chromedriver through the W3C WebDriver protocol. Each wait ends after 30 s.
 */
final class Browser {

	private const SECONDS = 30;

	private const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

	/** @var resource|null */
	private static $driver;

	private static int $port;

	private string $session;

	/**
	 * Opens a window with cookies of its own.
	 *
	 * @param bool $phone True for a phone's screen of 390 x 844.
	 */
	public function __construct( bool $phone = false ) {
		$options = array( 'args' => array( '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--lang=en-US', '--window-size=1280,1000' ) );
		if ( $phone ) {
			$options['mobileEmulation'] = array( 'deviceMetrics' => array( 'width' => 390, 'height' => 844, 'pixelRatio' => 2, 'touch' => true ) );
		}
		$made          = self::send( 'POST', '/session', array( 'capabilities' => array( 'alwaysMatch' => array( 'browserName' => 'chrome', 'goog:chromeOptions' => $options, 'goog:loggingPrefs' => array( 'browser' => 'ALL' ), 'unhandledPromptBehavior' => 'ignore', 'pageLoadStrategy' => 'normal' ) ) ) );
		$this->session = '/session/' . $made['sessionId'];
	}

	/** Starts the driver. */
	public static function start( int $port ): void {
		self::$port   = $port;
		$log          = array( 'file', '/dev/null', 'w' );
		self::$driver = proc_open( array( 'chromedriver', "--port=$port" ), array( 1 => $log, 2 => $log ), $pipes );
		for ( $i = 0; $i < 100 && false === @fsockopen( '127.0.0.1', $port ); $i++ ) {
			usleep( 100000 );
		}
	}

	/** Ends the driver, and with it every window. */
	public static function stop(): void {
		if ( null !== self::$driver ) {
			proc_terminate( self::$driver );
			proc_close( self::$driver );
			self::$driver = null;
		}
	}

	/** Closes all tabs. */
	public function close(): void {
		self::send( 'DELETE', $this->session );
	}

	public function open( string $address ): void {
		$this->call( 'POST', '/url', array( 'url' => $address ) );
	}

	public function address(): string {
		return $this->call( 'GET', '/url' );
	}

	/** Opens a tab beside this one and goes there; returns the name of the tab before. */
	public function new_tab(): string {
		$before = $this->call( 'GET', '/window' );
		$this->go_to_tab( $this->call( 'POST', '/window/new', array( 'type' => 'tab' ) )['handle'] );
		return $before;
	}

	public function go_to_tab( string $tab ): void {
		$this->call( 'POST', '/window', array( 'handle' => $tab ) );
	}

	/** Tells if an element is there and shown. */
	public function sees( string $css ): bool {
		return (bool) $this->run( 'const e = [...document.querySelectorAll(arguments[0])]; return e.some(x => x.offsetParent !== null || x.getClientRects().length > 0);', $css );
	}

	/** Waits for an element. */
	public function wait_for( string $css ): void {
		$this->wait( fn() => $this->sees( $css ), "no $css" );
	}

	/** Waits for a text anywhere on the page. */
	public function wait_for_text( string $text ): void {
		$this->wait( fn() => str_contains( $this->text(), $text ), "no text \"$text\"" );
	}

	/** Waits for a part of the address. */
	public function wait_for_address( string $part ): void {
		$this->wait( fn() => str_contains( $this->address(), $part ), "no $part in the address" );
	}

	/** Waits until a condition holds. */
	public function wait( callable $holds, string $else, int $seconds = self::SECONDS ): void {
		$end = microtime( true ) + $seconds;
		while ( ! $holds() ) {
			if ( microtime( true ) > $end ) {
				$this->picture( 'timed-out' );
				throw new \RuntimeException( "Timed out after $seconds s: $else at {$this->address()}\n" . substr( (string) preg_replace( '/\s+/', ' ', $this->text() ), 0, 600 ) . "\n" . implode( "\n", $this->complaints() ) );
			}
			usleep( 150000 );
		}
	}

	public function click( string $css ): void {
		$this->wait_for( $css );
		$element = $this->element( $css );
		$this->run( 'arguments[0].scrollIntoView({block: "center"});', $element );
		$this->call( 'POST', '/element/' . $element[ self::ELEMENT ] . '/click', array() );
	}

	/** Clicks twice as fast as a mouse can. */
	public function double_click( string $css ): void {
		$this->wait_for( $css );
		$element = $this->element( $css );
		$this->run( 'arguments[0].scrollIntoView({block: "center"});', $element );
		$press = array( array( 'type' => 'pointerMove', 'duration' => 0, 'origin' => $element, 'x' => 0, 'y' => 0 ) );
		for ( $i = 0; $i < 2; $i++ ) {
			array_push( $press, array( 'type' => 'pointerDown', 'button' => 0 ), array( 'type' => 'pointerUp', 'button' => 0 ), array( 'type' => 'pause', 'duration' => 40 ) );
		}
		$this->call( 'POST', '/actions', array( 'actions' => array( array( 'type' => 'pointer', 'id' => 'mouse', 'actions' => $press ) ) ) );
	}

	/** Writes into a field, over what it has. */
	public function type( string $css, string $text ): void {
		$this->wait_for( $css );
		$id = $this->element( $css )[ self::ELEMENT ];
		$this->call( 'POST', "/element/$id/clear", array() );
		$this->call( 'POST', "/element/$id/value", array( 'text' => $text ) );
	}

	/** Chooses an option by its value. */
	public function choose( string $css, string $value ): void {
		$this->wait_for( $css );
		$this->run( 'arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event("change", {bubbles: true})); if (window.jQuery) { window.jQuery(arguments[0]).trigger("change"); }', $this->element( $css ), $value );
	}

	/** Presses OK in a dialog. */
	public function accept(): void {
		$this->call( 'POST', '/alert/accept', array() );
	}

	public function text( string $css = 'body' ): string {
		return (string) $this->run( 'const e = document.querySelector(arguments[0]); return e ? e.innerText : "";', $css );
	}

	/**
	 * Runs a script on the page.
	 *
	 * @param mixed ...$arguments
	 * @return mixed
	 */
	public function run( string $script, ...$arguments ) {
		return $this->call( 'POST', '/execute/sync', array( 'script' => $script, 'args' => $arguments ) );
	}

	/** Saves a picture of the whole page. */
	public function picture( string $name ): void {
		$folder = getenv( 'PAYONCE_TEST_PICTURES' ) ?: sys_get_temp_dir();
		if ( ! is_dir( $folder ) ) {
			mkdir( $folder, 0777, true );
		}
		$size = $this->run( 'window.scrollTo(0, 0); return {width: document.documentElement.clientWidth, height: Math.min(2600, document.documentElement.scrollHeight)};' );
		$made = $this->call( 'POST', '/goog/cdp/execute', array( 'cmd' => 'Page.captureScreenshot', 'params' => array( 'format' => 'png', 'captureBeyondViewport' => true, 'clip' => array( 'x' => 0, 'y' => 0, 'scale' => 1 ) + $size ) ) );
		file_put_contents( "$folder/$name.png", base64_decode( $made['data'] ) );
	}

	/**
	 * Returns the errors of the page's scripts since the last call.
	 *
	 * @return string[]
	 */
	public function complaints(): array {
		$lines = $this->call( 'POST', '/se/log', array( 'type' => 'browser' ) );
		return array_values( array_map( static fn( $line ) => $line['message'], array_filter( $lines, static fn( $line ) => 'SEVERE' === $line['level'] ) ) );
	}

	/** @return array<string,string> */
	private function element( string $css ): array {
		return $this->call( 'POST', '/element', array( 'using' => 'css selector', 'value' => $css ) );
	}

	/**
	 * @param array<string,mixed>|null $body
	 * @return mixed
	 */
	private function call( string $method, string $path, ?array $body = null ) {
		return self::send( $method, $this->session . $path, $body );
	}

	/**
	 * @param array<string,mixed>|null $body
	 * @return mixed
	 */
	private static function send( string $method, string $path, ?array $body = null ) {
		$curl = curl_init( 'http://127.0.0.1:' . self::$port . $path );
		curl_setopt_array( $curl, array( CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 90, CURLOPT_HTTPHEADER => array( 'Content-Type: application/json' ) ) );
		if ( null !== $body ) {
			curl_setopt( $curl, CURLOPT_POSTFIELDS, (string) json_encode( (object) $body ) );
		}
		$answer = json_decode( (string) curl_exec( $curl ), true );
		$value  = $answer['value'] ?? null;
		if ( is_array( $value ) && isset( $value['error'], $value['message'] ) ) {
			throw new \RuntimeException( "$path: {$value['error']}: " . strtok( $value['message'], "\n" ) );
		}
		return $value;
	}
}
