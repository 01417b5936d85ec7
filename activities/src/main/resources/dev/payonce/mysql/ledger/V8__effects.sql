-- The program that moves a store's orders, so that a change of it is refused until a setting accepts it. Empty: a store that
-- was pinned by an earlier version.

ALTER TABLE payonce_store ADD COLUMN effects VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'plugin, sql, or none in shadow mode' AFTER live;
