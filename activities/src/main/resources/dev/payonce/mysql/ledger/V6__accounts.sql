-- The account that each gateway's key acted for. Another account knows none of the store's payments: a refund in doubt would
-- count as absent there, and an order whose money is held would be charged again.

ALTER TABLE payonce_store ADD COLUMN accounts JSON NULL COMMENT 'the gateway''s own id of its account, by gateway' AFTER live;
