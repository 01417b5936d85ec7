/**
 * Takes the place of Stripe.js in throw-away shops, which reach no foreign host. It shows test cards instead of Stripe's
 * Payment Element, asks for 3-D Secure in the page, and knows only the calls that the plugin makes.
 */
( function () {
	'use strict';

	var CARDS = [
		[ 'pm_card_visa', 'A card that pays' ],
		[ 'pm_card_threeDSecure2Required', 'A card that asks for 3-D Secure' ],
		[ 'pm_card_chargeDeclinedInsufficientFunds', 'A declined card' ]
	];

	function Elements( options ) {
		this.options = options;
		this.place = null;
	}

	Elements.prototype.create = function () {
		var self = this;
		return {
			mount: function ( place ) {
				self.place = typeof place === 'string' ? document.querySelector( place ) : place;
				self.place.innerHTML = '<fieldset class="payonce-stand-in" style="border:1px solid #ccc;padding:0.5em 1em;margin:0"><legend>Test cards</legend>' + CARDS.map( function ( card, at ) {
					return '<label style="display:block"><input type="radio" name="payonce-card" value="' + card[ 0 ] + '"' + ( at ? '' : ' checked' ) + '> ' + card[ 1 ] + '</label>';
				} ).join( '' ) + '</fieldset>';
			},
			on: function () {},
			unmount: function () {}
		};
	};

	Elements.prototype.update = function ( options ) {
		Object.assign( this.options, options );
	};

	Elements.prototype.submit = function () {
		return Promise.resolve( {} );
	};

	Elements.prototype.card = function () {
		var chosen = this.place && this.place.querySelector( 'input:checked' );
		return chosen ? chosen.value : CARDS[ 0 ][ 0 ];
	};

	/** Asks as a bank's frame would, and answers the bank of the sandbox. */
	function authenticate( payment ) {
		var cover = document.createElement( 'div' );
		cover.id = 'payonce-stand-in-bank';
		cover.style = 'position:fixed;inset:0;z-index:99999;background:rgba(0,0,0,.5);display:flex;align-items:center;justify-content:center';
		cover.innerHTML = '<div role="dialog" aria-label="Your bank" style="background:#fff;color:#111;padding:2em;max-width:20em"><h2>Is this you?</h2><p>Payment ' + payment + '</p><button type="button" data-pass="true">Yes, authenticate</button> <button type="button" data-pass="false">No, refuse</button></div>';
		document.body.appendChild( cover );
		return new Promise( function ( resolve ) {
			cover.addEventListener( 'click', function ( event ) {
				var pass = event.target.dataset.pass;
				if ( ! pass ) {
					return;
				}
				window.fetch( window.payonceBank + '/answer?payment_intent=' + payment + '&pass=' + pass ).then( function () {
					cover.remove();
					resolve( pass === 'true' ? { paymentIntent: { id: payment } } : { error: { message: 'The bank says that this is not you. Please choose a different payment method.' } } );
				} );
			} );
		} );
	}

	window.Stripe = function () {
		return {
			elements: function ( options ) {
				return new Elements( options );
			},
			createPaymentMethod: function ( options ) {
				return Promise.resolve( { paymentMethod: { id: options.elements.card() } } );
			},
			handleNextAction: function ( options ) {
				return authenticate( options.clientSecret.split( '_secret_' )[ 0 ] );
			}
		};
	};
}() );
