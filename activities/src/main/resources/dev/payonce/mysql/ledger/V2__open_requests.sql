-- A reconciliation reads the requests of its order that have no final result yet; without this it would read the whole store's.
-- MySQL knows no "IF NOT EXISTS" for an index: a run that was cut in the middle is one statement, done or not done.

CREATE INDEX open_of_order ON payonce_request (store, order_id, status);
