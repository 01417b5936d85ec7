-- The past of a shop: :count orders of two years with their meta rows, and the ledger of every fifth one. The server
-- makes the rows, as half a million of them would take a client minutes.
CREATE TABLE digits (d INT PRIMARY KEY);

INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);

CREATE TABLE numbers (i BIGINT UNSIGNED PRIMARY KEY);

INSERT INTO numbers
SELECT i FROM (
  SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS i
  FROM digits a, digits b, digits c, digits e, digits f, digits g) n WHERE i <= :count;

-- One percent is pending, one percent failed, a tenth is cancelled.
INSERT INTO wp_wc_orders (id, status, currency, type, total_amount, customer_id, billing_email,
  date_created_gmt, date_updated_gmt, payment_method, transaction_id)
SELECT i, CASE WHEN i % 100 = 0 THEN 'wc-pending' WHEN i % 100 = 1 THEN 'wc-failed'
               WHEN i % 10 = 2 THEN 'wc-cancelled' WHEN i % 10 = 3 THEN 'wc-processing'
               ELSE 'wc-completed' END,
  'EUR', 'shop_order', 10 + i % 90, i % 50000, CONCAT('shopper-', i % 50000, '@example.invalid'),
  UTC_TIMESTAMP() - INTERVAL (:count - i) * 2 MINUTE, UTC_TIMESTAMP() - INTERVAL (:count - i) * 2 MINUTE,
  'stripe', CONCAT('ch_', LPAD(i, 17, 'x'), 'Charged') FROM numbers;

INSERT INTO wp_wc_order_operational_data (order_id, order_key, cart_hash, date_paid_gmt)
SELECT i, CONCAT('wc_order_', LPAD(i, 13, 'k')), MD5(i),
  IF(i % 100 > 2, UTC_TIMESTAMP() - INTERVAL (:count - i) * 2 MINUTE, NULL) FROM numbers;

INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value)
SELECT i, '_stripe_intent_id', CONCAT('pi_', LPAD(i, 17, 'x'), 'Intends') FROM numbers
UNION ALL SELECT i, '_order_number', CONCAT('N-', i) FROM numbers
UNION ALL SELECT i, 'is_vat_exempt', 'no' FROM numbers;

INSERT INTO wp_options (option_name, option_value)
SELECT CONCAT('a_plugins_option_', i), 'yes' FROM numbers WHERE i <= 1000;

INSERT INTO :ledger.payonce_ledger (store, order_id, seq, order_key, entry, body, actor, rules, at)
SELECT '', i, 1, LEFT(SHA2(i, 256), 32), CONCAT('payment:pi_', i), '{}', 'callback', '5', UTC_TIMESTAMP()
FROM numbers WHERE i % 5 = 0
UNION ALL
SELECT '', i, 2, LEFT(SHA2(i, 256), 32), 'paid', '{}', 'callback', '5', UTC_TIMESTAMP()
FROM numbers WHERE i % 5 = 0;

INSERT INTO :ledger.payonce_external_id (store, gateway, external_id, order_id, order_key, at)
SELECT '', 'stripe', CONCAT('pi_', LPAD(i, 17, 'x'), 'Intends'), i, LEFT(SHA2(i, 256), 32), UTC_TIMESTAMP()
FROM numbers WHERE i % 5 = 0;

INSERT INTO :ledger.payonce_request (store, idempotency_key, order_id, fingerprint, operation, status, result, at)
SELECT '', CONCAT('key-', i), i, LEFT(SHA2(i, 256), 32), 1, IF(i % 50 = 0, NULL, 200), NULL, UTC_TIMESTAMP()
FROM numbers WHERE i % 5 = 0;

INSERT INTO :ledger.payonce_refresh (store, order_id, next_refresh)
SELECT '', i, UTC_TIMESTAMP() - INTERVAL i % 1000 MINUTE FROM numbers WHERE i % 100 = 0;

INSERT INTO :ledger.payonce_refund (store, order_id, order_key, operation, at)
SELECT '', i, LEFT(SHA2(i, 256), 32), 2, UTC_TIMESTAMP() - INTERVAL i MINUTE FROM numbers WHERE i % 50 = 0;

ANALYZE TABLE wp_options, wp_wc_orders, wp_wc_orders_meta, wp_wc_order_operational_data, :ledger.payonce_ledger,
  :ledger.payonce_external_id, :ledger.payonce_request, :ledger.payonce_refresh, :ledger.payonce_refund;
