-- The slots of carts. A charge holds its cart's slot until its transaction ends, so that of two orders of one cart the second
-- sees the first one's charge. A slot is the start of the cart's fingerprint: at most 4,096 rows a store, never deleted.

CREATE TABLE IF NOT EXISTS payonce_cart (
  store VARCHAR(32) NOT NULL,
  slot  CHAR(3)     NOT NULL,
  PRIMARY KEY (store, slot)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
