-- The open reviews, for lists and gauges: the ledger has them, too, but by order. A row is written and deleted in the transaction
-- that opens or closes its review.

CREATE TABLE IF NOT EXISTS payonce_review (
  store     VARCHAR(32)     NOT NULL,
  order_id  BIGINT UNSIGNED NOT NULL,
  number    INT UNSIGNED    NOT NULL COMMENT 'counts the order''s reviews',
  reason    VARCHAR(32)     NOT NULL,
  at        DATETIME(6)     NOT NULL COMMENT 'UTC, when it was opened',
  PRIMARY KEY (store, order_id, number),
  KEY since (store, at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT IGNORE INTO payonce_review (store, order_id, number, reason, at)
SELECT l.store, l.order_id, JSON_EXTRACT(l.body, '$.review.number'), JSON_UNQUOTE(JSON_EXTRACT(l.body, '$.review.reason')), l.at
FROM payonce_ledger l
WHERE l.entry LIKE 'review:%' AND l.entry NOT LIKE '%=closed'
  AND NOT EXISTS (SELECT 1 FROM payonce_ledger c WHERE c.store = l.store AND c.order_id = l.order_id
                    AND c.order_key = l.order_key AND c.entry = CONCAT(l.entry, '=closed'));
