-- The rights of API and operators on the ledger's tables, after users.sql and once the command "migrate" has made the tables;
-- again after an update. Both read the ledger without the column details, which holds a shopper's name and address. For
-- another name, replace payonce (the ledger's schema) everywhere.
GRANT SELECT (store, order_id, seq, order_key, entry, body, actor, rules, at)
    ON payonce.payonce_ledger TO 'payonce_api'@'%', 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_external_id TO 'payonce_api'@'%', 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_refresh TO 'payonce_api'@'%', 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_request TO 'payonce_api'@'%', 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_review TO 'payonce_api'@'%', 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_store TO 'payonce_api'@'%', 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_unassigned TO 'payonce_api'@'%', 'payonce_operator'@'%';

-- The API adds a row when an operator marks money without an order as handled, and alters none.
GRANT SELECT, INSERT ON payonce.payonce_handled TO 'payonce_api'@'%';
GRANT SELECT ON payonce.payonce_handled TO 'payonce_operator'@'%';

-- Operators read the rest, too.
GRANT SELECT ON payonce.payonce_refund TO 'payonce_operator'@'%';
GRANT SELECT ON payonce.payonce_schema_history TO 'payonce_operator'@'%';

-- A connection that an operator kills is on record; no user may change that record.
GRANT SELECT, INSERT ON payonce.payonce_killed_connection TO 'payonce_operator'@'%';
