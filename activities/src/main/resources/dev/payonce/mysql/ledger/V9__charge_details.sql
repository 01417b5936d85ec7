-- The details of its order that a charge shows at the gateway: name, e-mail, address. They are read when the charge is decided
-- and sent from here, also by a retry, so the same key always comes with the same request. No other line has them. Once a
-- charge is a day old its details are sent no more and may be set to NULL.

ALTER TABLE payonce_ledger ADD COLUMN details JSON NULL COMMENT 'of a charge: personal data, sent to the gateway' AFTER body;
