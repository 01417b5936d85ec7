-- The users of worker, API, shadow mode, migrations and operators, each with the least that it needs. Run it as an
-- administrator, once, and again after an update; ledger.sql, store.sql and plugin.sql add the rights on tables, so run them
-- again, too, and stop the worker meanwhile. For other names, replace payonce (the ledger's schema), payonce_shadow and
-- wordpress (the shop's schema) everywhere.
--
-- Each user is locked until it has a password of its own:
--   ALTER USER 'payonce_worker'@'%' IDENTIFIED BY '...' REQUIRE SSL ACCOUNT UNLOCK;

CREATE SCHEMA IF NOT EXISTS payonce;
CREATE SCHEMA IF NOT EXISTS payonce_shadow;

CREATE USER IF NOT EXISTS 'payonce_migration'@'%' ACCOUNT LOCK;
CREATE USER IF NOT EXISTS 'payonce_worker'@'%' ACCOUNT LOCK;
CREATE USER IF NOT EXISTS 'payonce_api'@'%' ACCOUNT LOCK;
CREATE USER IF NOT EXISTS 'payonce_shadow'@'%' ACCOUNT LOCK;
CREATE USER IF NOT EXISTS 'payonce_operator'@'%' ACCOUNT LOCK;

-- Takes back the wider rights of an earlier version.
GRANT SELECT ON wordpress.* TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
REVOKE SELECT ON wordpress.* FROM 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
GRANT SELECT ON payonce.* TO 'payonce_api'@'%', 'payonce_operator'@'%';
REVOKE SELECT ON payonce.* FROM 'payonce_api'@'%', 'payonce_operator'@'%';

-- The command "migrate" makes and alters the ledger's tables. No process that runs on has this user.
GRANT SELECT, INSERT, CREATE, ALTER, INDEX ON payonce.* TO 'payonce_migration'@'%';
GRANT SELECT, INSERT, CREATE, ALTER, INDEX ON payonce_shadow.* TO 'payonce_migration'@'%';
GRANT CREATE, UPDATE, DELETE ON payonce.payonce_schema_history TO 'payonce_migration'@'%';
GRANT CREATE, UPDATE, DELETE ON payonce_shadow.payonce_schema_history TO 'payonce_migration'@'%';

-- The worker appends to the ledger. It may change or delete rows of those tables only that are no record: lines of
-- payonce_ledger and payonce_refund stay as they are. CREATE lets a table be named before it is there.
GRANT SELECT, INSERT ON payonce.* TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE ON payonce.payonce_external_id TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE ON payonce.payonce_request TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE ON payonce.payonce_store TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE ON payonce.payonce_cart TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE ON payonce.payonce_unassigned TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE, DELETE ON payonce.payonce_refresh TO 'payonce_worker'@'%';
GRANT CREATE, UPDATE, DELETE ON payonce.payonce_review TO 'payonce_worker'@'%';

-- PROCESS lets the worker see that the holder of an order's lock runs no statement (the alarm PayonceLockStale). It shows the
-- statements of all sessions: on a server that others share, leave it out, and the alarm stays silent.
GRANT PROCESS ON *.* TO 'payonce_worker'@'%';

-- The API reads. It adds rows to payonce_handled, and writes nothing else. ledger.sql and store.sql say which tables and columns.
GRANT SELECT ON payonce_shadow.* TO 'payonce_api'@'%';

-- The worker in shadow mode changes nothing of the shop, and has a ledger of its own.
GRANT SELECT, INSERT ON payonce_shadow.* TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE ON payonce_shadow.payonce_external_id TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE ON payonce_shadow.payonce_request TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE ON payonce_shadow.payonce_store TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE ON payonce_shadow.payonce_cart TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE ON payonce_shadow.payonce_unassigned TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE, DELETE ON payonce_shadow.payonce_refresh TO 'payonce_shadow'@'%';
GRANT CREATE, UPDATE, DELETE ON payonce_shadow.payonce_review TO 'payonce_shadow'@'%';

-- Operators read the ledgers (ledger.sql). In shadow mode nothing is charged, so that ledger has no details of shoppers.
GRANT SELECT ON payonce_shadow.* TO 'payonce_operator'@'%';

-- Operators see who holds the locks of orders (payonce locks). It shows the statements of all sessions: on a server that others
-- share, leave it out.
GRANT SELECT ON performance_schema.metadata_locks TO 'payonce_operator'@'%';
GRANT SELECT ON performance_schema.threads TO 'payonce_operator'@'%';

-- Operators kill a connection that holds an order's lock and works no more (payonce locks --kill). MySQL has no narrower right for
-- that: it ends any session but an administrator's. Leave it out where an administrator does this.
GRANT /*!80000 CONNECTION_ADMIN */ /*M! CONNECTION ADMIN */ ON *.* TO 'payonce_operator'@'%';
