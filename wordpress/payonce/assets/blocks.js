/**
 * The block checkout.
 */
( function () {
	'use strict';
	var el = window.wp.element;
	var settings = window.wc.wcSettings.getPaymentMethodData( 'payonce', {} );
	var element = new window.PayonceElement( settings );

	function Content( props ) {
		var place = el.useRef( null );
		el.useEffect( function () {
			element.mount( place.current );
		}, [] );
		el.useEffect( function () {
			if ( props.billing && props.billing.cartTotal ) {
				element.update( props.billing.cartTotal.value / Math.pow( 10, props.billing.currency.minorUnit ), props.billing.currency.code.toLowerCase() );
			}
		}, [ props.billing && props.billing.cartTotal && props.billing.cartTotal.value ] );
		el.useEffect( function () {
			return props.eventRegistration.onPaymentSetup( function () {
				return element.paymentMethod().then( function ( made ) {
					return made.error
						? { type: props.emitResponse.responseTypes.ERROR, message: made.error }
						: { type: props.emitResponse.responseTypes.SUCCESS, meta: { paymentMethodData: { payonce_method: made.method, payonce_type: made.type } } };
				} );
			} );
		}, [ props.eventRegistration.onPaymentSetup ] );
		useConfirmation( props );
		return el.createElement( 'div', null, settings.description ? el.createElement( 'p', null, settings.description ) : null, el.createElement( 'div', { ref: place, className: 'payonce-element' } ) );
	}

	function SavedCard( props ) {
		useConfirmation( props );
		return null;
	}

	/** The shopper confirms at the bank, in this page, after the order was placed. */
	function useConfirmation( props ) {
		el.useEffect( function () {
			return props.eventRegistration.onCheckoutSuccess( function ( event ) {
				var details = event.processingResponse.paymentDetails || {};
				if ( ! details.payonce_client_secret ) {
					return true;
				}
				return element.confirm( details.payonce_client_secret ).then( function ( result ) {
					if ( result.error ) {
						return { type: props.emitResponse.responseTypes.ERROR, message: result.error, messageContext: props.emitResponse.noticeContexts.PAYMENTS, retry: true };
					}
					var page = details.payonce_return;
					return { type: props.emitResponse.responseTypes.SUCCESS, redirectUrl: page + ( page.indexOf( '?' ) < 0 ? '?' : '&' ) + 'payonce=1' };
				} );
			} );
		}, [ props.eventRegistration.onCheckoutSuccess ] );
		el.useEffect( function () {
			if ( ! props.eventRegistration.onCheckoutFail ) {
				return undefined;
			}
			return props.eventRegistration.onCheckoutFail( function ( event ) {
				var details = ( event && event.processingResponse && event.processingResponse.paymentDetails ) || {};
				return details.payonce_message
					? { type: props.emitResponse.responseTypes.ERROR, message: details.payonce_message, messageContext: props.emitResponse.noticeContexts.PAYMENTS, retry: true }
					: true;
			} );
		}, [ props.eventRegistration.onCheckoutFail ] );
	}

	window.wc.wcBlocksRegistry.registerPaymentMethod( {
		name: 'payonce',
		label: settings.title,
		ariaLabel: settings.title,
		content: el.createElement( Content ),
		savedTokenComponent: el.createElement( SavedCard ),
		edit: el.createElement( 'div', null, settings.title ),
		canMakePayment: function () {
			return !! settings.publishableKey;
		},
		supports: { features: settings.supports || [ 'products' ], showSavedCards: !! settings.saved, showSaveOption: !! settings.save }
	} );
} )();
