/**
 * Takes the place of Stripe.js in throw-away shops, which reach no foreign host. It shows test cards instead of Stripe's
 * Payment Element, and knows only the calls that the plugin makes.
 */
( function () {
	'use strict';

	var CARDS = [
		[ 'pm_card_visa', 'A card that pays' ],
		[ 'pm_card_threeDSecure', 'A card that asks for 3-D Secure' ],
		[ 'pm_card_chargeDeclinedInsufficientFunds', 'A declined card' ]
	];

	function Elements() {
		this.place = null;
	}

	Elements.prototype.create = function () {
		var self = this;
		return {
			mount: function ( place ) {
				self.place = typeof place === 'string' ? document.querySelector( place ) : place;
				self.place.innerHTML = '<fieldset class="payonce-stand-in"><legend>Test cards</legend>' + CARDS.map( function ( card, at ) {
					return '<label style="display:block"><input type="radio" name="payonce-card" value="' + card[ 0 ] + '"' + ( at ? '' : ' checked' ) + '> ' + card[ 1 ] + '</label>';
				} ).join( '' ) + '</fieldset>';
			},
			on: function () {},
			unmount: function () {}
		};
	};

	Elements.prototype.update = function () {};

	Elements.prototype.submit = function () {
		return Promise.resolve( {} );
	};

	Elements.prototype.card = function () {
		var chosen = this.place && this.place.querySelector( 'input:checked' );
		return chosen ? chosen.value : CARDS[ 0 ][ 0 ];
	};

	window.Stripe = function () {
		return {
			elements: function () {
				return new Elements();
			},
			createPaymentMethod: function ( options ) {
				return Promise.resolve( { paymentMethod: { id: options.elements.card() } } );
			},
			handleNextAction: function () {
				return Promise.resolve( {} );
			}
		};
	};
}() );
