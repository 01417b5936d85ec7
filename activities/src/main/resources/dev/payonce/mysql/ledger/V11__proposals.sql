-- A decision that waits for a second operator, for the list: the ledger has it whole. A later proposal replaces it, and it is over
-- after a day.

ALTER TABLE payonce_review
  ADD COLUMN proposed_by VARCHAR(100) NULL COMMENT 'the operator',
  ADD COLUMN proposed_at DATETIME(6) NULL COMMENT 'UTC';
