<?php
/**
 * A clerk without a browser.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Payonce;

/**
 * A clerk who has opened orders' edit pages, and saves them unchanged later.
 */
final class Clerk {

	private string $jar;

	/** Logs in. */
	public function __construct( private string $shop ) {
		$this->jar = (string) tempnam( sys_get_temp_dir(), 'clerk' );
		$this->browse( '/wp-login.php', http_build_query( array( 'log' => 'admin', 'pwd' => 'admin', 'testcookie' => '1' ) ) );
	}

	/**
	 * Opens an order's page now; returns the request that saves it as it was.
	 *
	 * @return array{0:string,1:string,2:string,3:string[]}
	 */
	public function unchanged_save( int $order ): array {
		$posts = 'posts' === getenv( 'PAYONCE_TEST_STORAGE' );
		$path  = $posts ? "/wp-admin/post.php?post=$order&action=edit" : "/wp-admin/admin.php?page=wc-orders&action=edit&id=$order";
		$html = $this->browse( $path );
		$page = new \DOMDocument();
		@$page->loadHTML( $html );
		$query  = new \DOMXPath( $page );
		$fields = array();
		foreach ( $query->query( '//form[@id="order" or @id="post"]//*[@name and not(@disabled)]' ) as $field ) {
			$name = $field->getAttribute( 'name' );
			if ( 'select' === $field->nodeName ) {
				$chosen = $query->query( './/option[@selected]', $field )->item( 0 ) ?? $query->query( './/option', $field )->item( 0 );
				$fields[ $name ] = null === $chosen ? '' : $chosen->getAttribute( 'value' );
			} elseif ( 'textarea' === $field->nodeName ) {
				$fields[ $name ] = $field->textContent;
			} elseif ( ! in_array( $field->getAttribute( 'type' ), array( 'submit', 'button', 'checkbox', 'radio', 'file' ), true ) ) {
				$fields[ $name ] = $field->getAttribute( 'value' );
			}
		}
		if ( ! isset( $fields['_wpnonce'], $fields['order_status'] ) ) {
			throw new \RuntimeException( "The edit page of order $order has no form" );
		}
		$cookies = array();
		foreach ( (array) file( $this->jar, FILE_IGNORE_NEW_LINES ) as $line ) {
			$parts = explode( "\t", preg_replace( '/^#HttpOnly_/', '', (string) $line ) );
			if ( 7 === count( $parts ) ) {
				$cookies[] = "{$parts[5]}={$parts[6]}";
			}
		}
		return array( 'POST', $posts ? '/wp-admin/post.php' : $path, http_build_query( $fields ), array( 'Cookie: ' . implode( '; ', array_unique( $cookies ) ), "Referer: {$this->shop}$path" ) );
	}

	private function browse( string $path, ?string $form = null ): string {
		$curl = curl_init( $this->shop . $path );
		curl_setopt_array( $curl, array( CURLOPT_RETURNTRANSFER => true, CURLOPT_COOKIEJAR => $this->jar, CURLOPT_COOKIEFILE => $this->jar, CURLOPT_TIMEOUT => 60 ) );
		if ( null !== $form ) {
			curl_setopt( $curl, CURLOPT_COOKIE, 'wordpress_test_cookie=WP%20Cookie%20check' );
			curl_setopt( $curl, CURLOPT_POSTFIELDS, $form );
		}
		$answer = (string) curl_exec( $curl );
		curl_close( $curl );
		return $answer;
	}
}
