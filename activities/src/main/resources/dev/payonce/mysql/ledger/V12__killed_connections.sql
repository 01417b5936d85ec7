-- A connection that an operator has killed by hand, since it held an order's lock (payonce locks --kill). The row is written
-- before the connection is killed.

CREATE TABLE IF NOT EXISTS payonce_killed_connection (
  number     BIGINT       NOT NULL AUTO_INCREMENT,
  at         DATETIME(6)  NOT NULL COMMENT 'UTC',
  lock_name  VARCHAR(255) NOT NULL,
  connection BIGINT       NOT NULL COMMENT 'the number that MySQL gave it',
  holder     VARCHAR(400) NOT NULL COMMENT 'user and host of the connection',
  seconds    BIGINT       NOT NULL COMMENT 'since its last statement began',
  who        VARCHAR(400) NOT NULL COMMENT 'the user of MySQL that killed it',
  why        VARCHAR(1000) NOT NULL COMMENT 'in the operator''s own words',
  PRIMARY KEY (number)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
