-- Every unfinished payment, and when it is looked at next: also when the run that was to look is lost with all of Temporal.
-- The second key finds what nobody has looked at in time, the longest overdue first.

CREATE TABLE IF NOT EXISTS payonce_refresh (
  store     VARCHAR(32)     NOT NULL,
  order_id  BIGINT UNSIGNED NOT NULL,
  next_look DATETIME(6)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store, order_id),
  KEY overdue (store, next_look, order_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
