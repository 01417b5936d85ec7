-- Every unfinished payment with its next refresh, also for the day on which its run is lost with all of Temporal.
-- The second key finds overdue payments, the longest overdue first.

CREATE TABLE IF NOT EXISTS payonce_refresh (
  store     VARCHAR(32)     NOT NULL,
  order_id  BIGINT UNSIGNED NOT NULL,
  next_refresh DATETIME(6)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store, order_id),
  KEY overdue (store, next_refresh, order_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
