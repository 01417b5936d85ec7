/**
 * The classic checkout and the page where an order that exists is paid.
 */
( function ( $ ) {
	'use strict';
	var data = window.payonceCheckout;
	if ( ! data || ! window.PayonceElement ) {
		return;
	}
	var element = new window.PayonceElement( data );

	function chosen() {
		return $( '#payment_method_payonce' ).is( ':checked' );
	}

	function savedCard() {
		var token = $( 'input[name="wc-payonce-payment-token"]:checked' ).val();
		return token && token !== 'new';
	}

	function show() {
		if ( chosen() && ! element.mount( document.getElementById( 'payonce-element' ) ) ) {
			say( data.messages.unavailable );
		}
	}

	function say( message ) {
		$( '#payonce-error' ).text( message || '' ).toggleClass( 'woocommerce-error', !! message );
	}

	function free( form ) {
		form.removeClass( 'processing' );
		if ( form.unblock ) {
			form.unblock();
		}
	}

	/** Makes the payment method first; then the form is sent as it is. */
	function before( form ) {
		if ( ! chosen() || savedCard() || form.data( 'payonce-ready' ) ) {
			form.removeData( 'payonce-ready' );
			return true;
		}
		if ( form.data( 'payonce-busy' ) ) {
			return false;
		}
		form.data( 'payonce-busy', true );
		say( '' );
		element.paymentMethod().then( function ( made ) {
			form.removeData( 'payonce-busy' );
			if ( made.error ) {
				say( made.error );
				free( form );
				return;
			}
			form.find( 'input[name="payonce_method"]' ).val( made.method );
			form.find( 'input[name="payonce_type"]' ).val( made.type );
			form.data( 'payonce-ready', true ).trigger( 'submit' );
		} );
		return false;
	}

	/** Returns a page of this shop. A link from elsewhere may name any address, also one that is a script. */
	function ownPage( address ) {
		var page = new URL( address, window.location.href );
		if ( page.origin !== window.location.origin ) {
			page = new URL( '/', window.location.origin );
		}
		page.searchParams.set( 'payonce', '1' );
		return page.href;
	}

	/** "#payonce-confirm=<secret>&return=<address>": the shopper confirms at the bank, in this page. */
	function confirmFromHash() {
		var parts = /^#payonce-confirm=([^&]+)&return=(.+)$/.exec( window.location.hash );
		if ( ! parts ) {
			return;
		}
		window.history.replaceState( null, '', window.location.pathname + window.location.search );
		var page = ownPage( decodeURIComponent( parts[ 2 ] ) );
		element.confirm( decodeURIComponent( parts[ 1 ] ) ).then( function ( result ) {
			if ( result.done ) {
				window.location.href = page;
				return;
			}
			say( result.error );
			free( $( 'form.checkout, form#order_review' ) );
			$( document.body ).trigger( 'checkout_error' );
		} );
	}

	$( document.body ).on( 'updated_checkout payment_method_selected', show );
	$( document.body ).on( 'change', 'input[name="payment_method"]', show );
	$( 'form.checkout' ).on( 'checkout_place_order_payonce', function () {
		return before( $( this ) );
	} );
	$( 'form#order_review' ).on( 'submit', function () {
		return before( $( this ) );
	} );
	$( window ).on( 'hashchange', confirmFromHash );
	$( show );
	$( confirmFromHash );
} )( window.jQuery );
