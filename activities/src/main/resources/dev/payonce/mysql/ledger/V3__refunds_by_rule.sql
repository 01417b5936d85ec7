-- The refunds that rules have decided on their own, of all orders: at most N an hour. A line is written in the
-- transaction that decides it, by the holder of the store's row, so that two orders at once never both take the last one.

CREATE TABLE IF NOT EXISTS payonce_refund (
  store     VARCHAR(32)     NOT NULL,
  order_id  BIGINT UNSIGNED NOT NULL,
  order_key CHAR(32)        NOT NULL COMMENT 'fingerprint of the order key',
  operation INT UNSIGNED    NOT NULL COMMENT 'its number in the ledger',
  at        DATETIME(6)     NOT NULL COMMENT 'UTC, by the server: one clock for all workers',
  PRIMARY KEY (store, order_id, order_key, operation),
  KEY lately (store, at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
