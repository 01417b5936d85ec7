/**
 * Stripe's Payment Element, for both checkouts: shows it, makes a payment method of it, and lets the shopper confirm.
 */
( function () {
	'use strict';

	/**
	 * An element on the page.
	 *
	 * @param {Object} data The shop's data: publishableKey, amount, decimals, currency, locale, save, cardsOnly.
	 */
	function Element( data ) {
		this.data = data;
		this.stripe = window.Stripe && data.publishableKey ? window.Stripe( data.publishableKey, { locale: data.locale } ) : null;
		this.elements = null;
		this.mountedOn = null;
	}

	Element.prototype.mount = function ( place ) {
		if ( ! this.stripe || ! place || ( this.mountedOn === place && place.childNodes.length ) ) {
			return !! this.stripe;
		}
		var options = { mode: 'payment', amount: this.data.amount, currency: this.data.currency, paymentMethodCreation: 'manual' };
		// Without a return address the gateway refuses methods that lead to another page.
		if ( this.data.cardsOnly ) {
			options.paymentMethodTypes = [ 'card' ];
		}
		if ( this.data.save ) {
			options.setupFutureUsage = 'off_session';
		}
		this.elements = this.stripe.elements( options );
		this.elements.create( 'payment' ).mount( place );
		this.mountedOn = place;
		return true;
	};

	/**
	 * Tells Stripe the cart's new total.
	 *
	 * @param {number} major    In major units.
	 * @param {string} currency Lower case.
	 */
	Element.prototype.update = function ( major, currency ) {
		var amount = Math.round( major * Math.pow( 10, this.data.decimals ) );
		if ( this.elements && amount > 0 ) {
			this.elements.update( { amount: amount, currency: currency } );
		}
	};

	/** Resolves to { method, type } or { error }. */
	Element.prototype.paymentMethod = function () {
		var self = this;
		if ( ! this.stripe || ! this.elements ) {
			return Promise.resolve( { error: this.data.messages.unavailable } );
		}
		return this.elements.submit().then( function ( submitted ) {
			if ( submitted.error ) {
				return { error: submitted.error.message };
			}
			return self.stripe.createPaymentMethod( { elements: self.elements } ).then( function ( made ) {
				return made.error ? { error: made.error.message } : { method: made.paymentMethod.id, type: made.paymentMethod.type || '' };
			} );
		} );
	};

	/** Resolves to { done: true } or { error }. */
	Element.prototype.confirm = function ( clientSecret ) {
		var failed = this.data.messages.failed;
		if ( ! this.stripe ) {
			return Promise.resolve( { error: this.data.messages.unavailable } );
		}
		return this.stripe.handleNextAction( { clientSecret: clientSecret } ).then( function ( result ) {
			return result.error ? { error: result.error.message || failed } : { done: true };
		} );
	};

	window.PayonceElement = Element;
} )();
