<?php
/**
 * Transactions inside an effect's transaction.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The rewriter of statements that would end an effect's transaction. A plugin's START TRANSACTION, COMMIT and ROLLBACK
 * become savepoints; a statement that commits by itself cannot be rewritten.
 */
final class NestedTransactions {

	private const COMMITS = '/^\s*(?:CREATE\s+(?!TEMPORARY\b)|ALTER\s|DROP\s+(?!TEMPORARY\b)|TRUNCATE\b|RENAME\s|LOCK\s+TABLES|UNLOCK\s+TABLES|OPTIMIZE\s|SET\s+(?:SESSION\s+|@@(?:SESSION\.)?)?AUTOCOMMIT\b)/i';

	/**
	 * How many nested transactions are open.
	 *
	 * @var int
	 */
	private int $depth = 0;

	/**
	 * Returns the statement to run instead.
	 *
	 * @param string $statement A statement of any plugin.
	 * @throws TransactionLost If it would commit, and cannot be rewritten.
	 */
	public function rewrite( string $statement ): string {
		$head = strtoupper( substr( ltrim( $statement ), 0, 24 ) );
		if ( str_starts_with( $head, 'START TRANSACTION' ) || 1 === preg_match( '/^BEGIN(\s+WORK)?\s*;?\s*$/', $head ) ) {
			++$this->depth;
			return 'SAVEPOINT payonce_' . $this->depth;
		}
		if ( 1 === preg_match( '/^(COMMIT|ROLLBACK)(\s+WORK)?\s*;?\s*$/', $head, $match ) ) {
			if ( 0 === $this->depth ) {
				throw new TransactionLost( 'A plugin ends a transaction that it has not started' );
			}
			$name = 'payonce_' . $this->depth;
			--$this->depth;
			return 'COMMIT' === $match[1] ? "RELEASE SAVEPOINT $name" : "ROLLBACK TO SAVEPOINT $name";
		}
		if ( 1 === preg_match( self::COMMITS, $statement ) ) {
			throw new TransactionLost( 'A plugin runs a statement that commits: ' . esc_html( substr( $head, 0, 20 ) ) );
		}
		return $statement;
	}
}
