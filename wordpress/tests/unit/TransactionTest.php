<?php
declare(strict_types=1);

namespace Payonce\Tests;

use Payonce\Effects\MailArguments;
use Payonce\Effects\NestedTransactions;
use Payonce\Effects\TransactionLost;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/bootstrap.php';

final class TransactionTest extends TestCase {

	public function test_a_plugins_own_transaction_becomes_a_savepoint(): void {
		$nested = new NestedTransactions();
		self::assertSame( 'SAVEPOINT payonce_1', $nested->rewrite( 'START TRANSACTION' ) );
		self::assertSame( 'SAVEPOINT payonce_2', $nested->rewrite( ' begin ; ' ) );
		self::assertSame( 'ROLLBACK TO SAVEPOINT payonce_2', $nested->rewrite( 'ROLLBACK' ) );
		self::assertSame( 'RELEASE SAVEPOINT payonce_1', $nested->rewrite( 'COMMIT;' ) );
	}

	/** @return array<int,array{0:string}> */
	public static function committing(): array {
		return array_map( static fn( $statement ) => array( $statement ), array( 'COMMIT', 'ROLLBACK', 'CREATE TABLE a (b INT)', ' alter table a ADD c INT', 'DROP TABLE a', 'TRUNCATE a', 'SET autocommit = 1', 'SET SESSION autocommit=0', 'LOCK TABLES a WRITE' ) );
	}

	/** @dataProvider committing */
	public function test_what_would_commit_is_not_run( string $statement ): void {
		$this->expectException( TransactionLost::class );
		( new NestedTransactions() )->rewrite( $statement );
	}

	public function test_everything_else_passes(): void {
		foreach ( array( 'SELECT 1', 'UPDATE a SET b = "COMMIT"', 'CREATE TEMPORARY TABLE a (b INT)', 'DROP TEMPORARY TABLE a', 'SET @a = 1', 'BEGINNING', 'SAVEPOINT x', 'ROLLBACK TO SAVEPOINT x', 'INSERT INTO a VALUES ("START TRANSACTION")' ) as $statement ) {
			self::assertSame( $statement, ( new NestedTransactions() )->rewrite( $statement ) );
		}
	}

	public function test_a_mails_arguments_come_back(): void {
		$args = array( 1001, 'text', true, null, array( 'order_id' => 5, 'note' => 'x' ) );
		self::assertSame( $args, MailArguments::decode( json_decode( json_encode( MailArguments::encode( $args ) ), true ) ) );
	}

	public function test_a_mail_with_a_strange_object_is_not_kept(): void {
		self::assertNull( MailArguments::encode( array( 1, new \stdClass() ) ) );
		self::assertNull( MailArguments::encode( array( array( fopen( 'php://memory', 'r' ) ) ) ) );
	}

	public function test_an_error_is_not_an_exception_since_woocommerce_catches_those(): void {
		self::assertNotInstanceOf( \Exception::class, new TransactionLost() );
	}
}
