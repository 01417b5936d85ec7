/**
 * The order's box and the settings page's test.
 */
( function () {
	'use strict';

	function ask( action, fields ) {
		var query = new URLSearchParams( Object.assign( { action: action }, fields ) );
		return window.fetch( window.ajaxurl + '?' + query.toString(), { credentials: 'same-origin' } ).then( function ( response ) {
			// A session that has ended gets no answer in JSON.
			if ( ! response.ok ) {
				throw new Error( 'HTTP ' + response.status );
			}
			return response.json();
		} );
	}

	function line( list, text ) {
		var item = document.createElement( 'li' );
		item.textContent = text;
		list.appendChild( item );
	}

	document.addEventListener( 'click', function ( event ) {
		var button = event.target;
		if ( button.id === 'payonce-test' ) {
			var result = document.getElementById( 'payonce-test-result' );
			result.textContent = '…';
			ask( 'payonce_test', { nonce: button.dataset.nonce } ).then( function ( answer ) {
				result.textContent = answer.data.says.join( ' ' );
				result.style.color = answer.data.ok ? '#007017' : '#b32d2e';
			} ).catch( function ( problem ) {
				result.textContent = problem.message;
				result.style.color = '#b32d2e';
			} );
		} else if ( button.classList && button.classList.contains( 'payonce-timeline' ) ) {
			var list = button.parentNode.parentNode.querySelector( '.payonce-timeline-lines' );
			list.textContent = '';
			ask( 'payonce_timeline', { nonce: button.dataset.nonce, order: button.dataset.order } ).then( function ( answer ) {
				answer.data.lines.forEach( function ( told ) {
					line( list, told.at + ' ' + told.says );
				} );
				if ( answer.data.problem ) {
					line( list, answer.data.problem );
				}
			} ).catch( function ( problem ) {
				line( list, problem.message );
			} );
		}
	} );
} )();
