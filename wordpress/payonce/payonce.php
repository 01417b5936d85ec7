<?php
/**
 * Plugin Name:          Payonce for WooCommerce
 * Plugin URI:           https://payonce.dev/
 * Description:          Takes payments through Payonce: every order is paid exactly once, and fulfilled exactly once.
 * Version:              0.1.0
 * Author:               Payonce
 * License:              GPL-2.0-or-later
 * License URI:          https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:          payonce
 * Domain Path:          /languages
 * Requires at least:    6.6
 * Requires PHP:         8.1
 * Requires Plugins:     woocommerce
 * WC requires at least: 8.2
 * WC tested up to:      11.0
 *
 * @package Payonce
 */

defined( 'ABSPATH' ) || exit;

define( 'PAYONCE_FILE', __FILE__ );
define( 'PAYONCE_VERSION', '0.1.0' );

require_once __DIR__ . '/src/autoload.php';

register_activation_hook( __FILE__, array( \Payonce\Tables::class, 'activate' ) );
register_deactivation_hook( __FILE__, array( \Payonce\Tables::class, 'deactivate' ) );

\Payonce\Plugin::start();
