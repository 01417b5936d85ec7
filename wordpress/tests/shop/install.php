<?php
/**
 * Installs a throw-away shop, one step a process: install.php SITE STEP STORAGE.
 *
 * @package Payonce
 */

list( , $payonce_site, $payonce_step, $payonce_storage ) = $argv;
$payonce_url            = (string) getenv( 'SHOP_URL' );
$_SERVER['HTTP_HOST']   = substr( $payonce_url, 7 );
$_SERVER['REQUEST_URI'] = '/';
define( 'wordpress' === $payonce_step ? 'WP_INSTALLING' : 'WP_ADMIN', true );
require $payonce_site . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

/**
 * Activates a plugin.
 *
 * @param string $plugin Its main file.
 */
function payonce_test_activate( string $plugin ): void {
	$problem = activate_plugin( $plugin );
	if ( is_wp_error( $problem ) ) {
		fwrite( STDERR, $problem->get_error_message() . "\n" );
		exit( 1 );
	}
}

switch ( $payonce_step ) {
	case 'wordpress':
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		wp_install( 'Shop', 'admin', 'admin@example.test', false, '', 'admin' );
		update_option( 'siteurl', $payonce_url );
		update_option( 'home', $payonce_url );
		update_option( 'permalink_structure', '/%postname%/' );
		update_option( 'timezone_string', 'Europe/Berlin' );
		break;
	case 'woocommerce':
		update_option( 'woocommerce_custom_orders_table_enabled', 'posts' === $payonce_storage ? 'no' : 'yes' );
		payonce_test_activate( 'woocommerce/woocommerce.php' );
		break;
	case 'shop':
		WC_Install::install();
		WC_Install::create_pages();
		$payonce_options = array(
			'woocommerce_default_country'            => 'DE',
			'woocommerce_currency'                   => 'EUR',
			'woocommerce_coming_soon'                => 'no',
			'woocommerce_manage_stock'               => 'yes',
			'woocommerce_hold_stock_minutes'         => '60',
			'woocommerce_email_from_address'         => 'shop@example.test',
			'woocommerce_analytics_scheduled_import' => 'no',
			'woocommerce_enable_guest_checkout'      => 'yes',
			'woocommerce_task_list_hidden'           => 'yes',
			'woocommerce_onboarding_profile'         => array( 'skipped' => true ),
			'woocommerce_custom_orders_table_enabled' => 'posts' === $payonce_storage ? 'no' : 'yes',
			'woocommerce_custom_orders_table_data_sync_enabled' => 'sync' === $payonce_storage ? 'yes' : 'no',
		);
		foreach ( $payonce_options as $payonce_name => $payonce_value ) {
			update_option( $payonce_name, $payonce_value );
		}
		wc_get_container()->get( Automattic\WooCommerce\Internal\DataStores\Orders\DataSynchronizer::class )->create_database_tables();
		$payonce_ids  = array();
		$payonce_list = array(
			'widget'  => array( '25.00', false, 100000 ),
			'gadget'  => array( '10.00', false, 100000 ),
			'service' => array( '15.00', true, null ),
			'last'    => array( '40.00', false, 1 ),
		);
		foreach ( $payonce_list as $payonce_name => list( $payonce_price, $payonce_virtual, $payonce_stock ) ) {
			$payonce_product = new WC_Product_Simple();
			$payonce_product->set_name( ucfirst( $payonce_name ) );
			$payonce_product->set_regular_price( $payonce_price );
			$payonce_product->set_virtual( $payonce_virtual );
			$payonce_product->set_status( 'publish' );
			if ( null !== $payonce_stock ) {
				$payonce_product->set_manage_stock( true );
				$payonce_product->set_stock_quantity( $payonce_stock );
			}
			$payonce_ids[ $payonce_name ] = $payonce_product->save();
		}
		$payonce_file = wp_upload_dir()['basedir'] . '/woocommerce_uploads/book.pdf';
		wp_mkdir_p( dirname( $payonce_file ) );
		file_put_contents( $payonce_file, 'book' );
		$payonce_book = new WC_Product_Simple();
		$payonce_book->set_name( 'Book' );
		$payonce_book->set_regular_price( '10.00' );
		$payonce_book->set_virtual( true );
		$payonce_book->set_downloadable( true );
		$payonce_book->set_status( 'publish' );
		$payonce_download = new WC_Product_Download();
		$payonce_download->set_id( 'book' );
		$payonce_download->set_name( 'Book' );
		$payonce_download->set_file( wp_upload_dir()['baseurl'] . '/woocommerce_uploads/book.pdf' );
		$payonce_book->set_downloads( array( $payonce_download ) );
		$payonce_ids['book'] = $payonce_book->save();
		$payonce_coupon      = new WC_Coupon();
		$payonce_coupon->set_code( 'ten' );
		$payonce_coupon->set_amount( 10 );
		$payonce_coupon->set_discount_type( 'percent' );
		$payonce_coupon->save();
		$payonce_ids['ann'] = wc_create_new_customer( 'ann@example.test', 'ann', 'ann-password' );
		// A customer who has paid before: the first payment changes the customer, too.
		$payonce_ann = new WC_Customer( $payonce_ids['ann'] );
		$payonce_ann->set_is_paying_customer( true );
		$payonce_ann->set_props( array( 'billing_first_name' => 'Ann', 'billing_last_name' => 'Bee', 'billing_address_1' => '1 Street', 'billing_postcode' => '10115', 'billing_city' => 'Berlin', 'billing_country' => 'DE', 'billing_phone' => '030123' ) );
		$payonce_ann->save();
		// A webhook, so that its rows can be compared, too.
		$payonce_hook = new WC_Webhook();
		$payonce_hook->set_name( 'orders' );
		$payonce_hook->set_topic( 'order.updated' );
		$payonce_hook->set_delivery_url( 'http://127.0.0.1:9/' );
		$payonce_hook->set_status( 'active' );
		$payonce_hook->set_user_id( 1 );
		$payonce_hook->save();
		$payonce_key    = 'ck_' . wc_rand_hash();
		$payonce_secret = 'cs_' . wc_rand_hash();
		$wpdb->insert(
			$wpdb->prefix . 'woocommerce_api_keys',
			array(
				'user_id'         => 1,
				'description'     => 'test',
				'permissions'     => 'read_write',
				'consumer_key'    => wc_api_hash( $payonce_key ),
				'consumer_secret' => $payonce_secret,
				'truncated_key'   => substr( $payonce_key, -7 ),
			)
		);
		update_option( 'payonce_test', $payonce_ids + array( 'rest' => "$payonce_key:$payonce_secret" ) );
		// Numbers that nothing else in the database looks like.
		$wpdb->query( "ALTER TABLE {$wpdb->posts} AUTO_INCREMENT = 700001" );
		flush_rewrite_rules();
		break;
	case 'payonce':
		payonce_test_activate( 'payonce/payonce.php' );
		update_option(
			'woocommerce_payonce_settings',
			array(
				'enabled'         => 'yes',
				'api'             => getenv( 'PAYONCE_API_ADDRESS' ) ? getenv( 'PAYONCE_API_ADDRESS' ) : 'http://127.0.0.1:' . ( (int) substr( strrchr( $payonce_url, ':' ), 1 ) + 1 ),
				'token'           => getenv( 'PAYONCE_SHOP_TOKEN' ) ? getenv( 'PAYONCE_SHOP_TOKEN' ) : 'test-token',
				'secret'          => getenv( 'PAYONCE_SHOP_SECRET' ) ? getenv( 'PAYONCE_SHOP_SECRET' ) : 'test-secret',
				'publishable_key' => 'pk_test_shop',
				'mode'            => 'test',
			)
		);
		break;
}
