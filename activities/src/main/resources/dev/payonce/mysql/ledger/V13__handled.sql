-- Money without an order that an operator has handled outside of Payonce, with who and why. Rows are only added. A row closes the
-- payment as long as its amount and its dispute are these; other facts list it again.

CREATE TABLE IF NOT EXISTS payonce_handled (
  store    VARCHAR(32)   NOT NULL,
  gateway  VARCHAR(64)   NOT NULL,
  payment  VARCHAR(255)  NOT NULL,
  amount   VARCHAR(64)   NOT NULL,
  disputed BOOLEAN       NOT NULL,
  who      VARCHAR(100)  NOT NULL,
  why      VARCHAR(1000) NOT NULL,
  at       DATETIME(6)   NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store, gateway, payment, amount, disputed)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
