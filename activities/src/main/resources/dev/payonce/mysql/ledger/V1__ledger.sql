-- Binary collation throughout: gateways tell ids apart by letter case. Each table says so itself, as the schema may
-- have been created by an administrator. "IF NOT EXISTS", because MySQL commits each statement: a run that was cut in the
-- middle is simply run again.

CREATE TABLE IF NOT EXISTS payonce_ledger (
  store     VARCHAR(32)     NOT NULL,
  order_id  BIGINT UNSIGNED NOT NULL,
  seq       INT UNSIGNED    NOT NULL COMMENT 'last + 1: two writers collide here, whatever became of the lock',
  order_key CHAR(32)        NOT NULL COMMENT 'fingerprint of the order key; empty while the order was missing',
  entry     VARCHAR(400)    NOT NULL COMMENT 'unique within the order, so what it stands for happens once',
  body      JSON            NOT NULL,
  actor     VARCHAR(400)    NOT NULL,
  rules     VARCHAR(16)     NOT NULL COMMENT 'version of the rules that decided it',
  at        DATETIME(6)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store, order_id, seq),
  UNIQUE KEY once (store, order_id, order_key, entry)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS payonce_external_id (
  store     VARCHAR(32)     NOT NULL,
  gateway   VARCHAR(64)     NOT NULL,
  external_id VARCHAR(255)  NOT NULL COMMENT 'of a payment, a refund or a dispute',
  order_id  BIGINT UNSIGNED NOT NULL,
  order_key CHAR(32)        NOT NULL COMMENT 'fingerprint of the key that the order had then',
  at        DATETIME(6)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store, gateway, external_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS payonce_request (
  store           VARCHAR(32)     NOT NULL,
  idempotency_key VARCHAR(255)    NOT NULL,
  order_id        BIGINT UNSIGNED NOT NULL,
  fingerprint     CHAR(32)        NOT NULL COMMENT 'of the request: the same key with another one is refused',
  operation       INT UNSIGNED    NULL,
  status          SMALLINT UNSIGNED NULL COMMENT 'HTTP, once it is answered',
  result          JSON            NULL,
  at              DATETIME(6)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store, idempotency_key)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS payonce_store (
  store        VARCHAR(32)  NOT NULL,
  order_tables VARCHAR(128) NOT NULL COMMENT 'schema.prefix; one store name for them, or an order had two actors',
  site_url     VARCHAR(255) NOT NULL,
  former_sites JSON         NOT NULL COMMENT 'addresses that payments made earlier may still name',
  live         BOOLEAN      NOT NULL COMMENT 'real money',
  cursors      JSON         NOT NULL,
  at           DATETIME(6)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (store),
  UNIQUE KEY one_store_each (order_tables)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
