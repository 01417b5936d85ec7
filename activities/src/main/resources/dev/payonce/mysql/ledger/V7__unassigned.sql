-- Money that names this shop and that no rule assigns to an order. A row counts while no order has recorded its payment; an
-- operator deletes it once the money is settled by hand.

CREATE TABLE IF NOT EXISTS payonce_unassigned (
  store    VARCHAR(32)  NOT NULL,
  gateway  VARCHAR(64)  NOT NULL,
  payment  VARCHAR(255) NOT NULL,
  amount   VARCHAR(64)  NOT NULL COMMENT 'captured and not given back, with its currency',
  disputed BOOLEAN      NOT NULL,
  at       DATETIME(6)  NOT NULL COMMENT 'UTC, when it was first seen',
  PRIMARY KEY (store, gateway, payment),
  KEY since (store, at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
