<?php
/**
 * A lost transaction.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The signal that an effect's transaction has ended by itself: a deadlock, a lost connection, a statement that commits.
 * It is an Error, since WooCommerce catches every Exception and would go on outside of the transaction.
 */
final class TransactionLost extends \Error {}
