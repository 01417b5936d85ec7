-- The rights on the shop's tables, after users.sql and once the shop is installed. Worker, API and shadow mode read the columns
-- that their statements name, and no other table; the worker writes an order's status and notes. For other names, replace
-- wordpress (the schema) and wp_ (the prefix) everywhere. A shop that keeps its orders among its posts may lack the tables
-- wp_wc_*: leave those lines out there.
--
-- Rights by column are meant: docs/security.md says why SELECT on a whole table is not enough on MySQL 8.0.12.

-- Takes back the wider rights of an earlier version.
GRANT UPDATE ON wordpress.wp_posts TO 'payonce_worker'@'%';
REVOKE UPDATE ON wordpress.wp_posts FROM 'payonce_worker'@'%';
GRANT UPDATE ON wordpress.wp_wc_orders TO 'payonce_worker'@'%';
REVOKE UPDATE ON wordpress.wp_wc_orders FROM 'payonce_worker'@'%';
GRANT UPDATE ON wordpress.wp_wc_order_operational_data TO 'payonce_worker'@'%';
REVOKE UPDATE ON wordpress.wp_wc_order_operational_data FROM 'payonce_worker'@'%';

-- All three read the shop's options, and orders without the shopper's address.
GRANT SELECT (option_name, option_value)
    ON wordpress.wp_options TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
GRANT SELECT (ID, post_type, post_status, post_date, post_date_gmt, post_modified_gmt)
    ON wordpress.wp_posts TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
GRANT SELECT (post_id, meta_key, meta_value)
    ON wordpress.wp_postmeta TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
GRANT SELECT (id, status, currency, type, total_amount, customer_id, billing_email, date_created_gmt, date_updated_gmt,
              payment_method, transaction_id)
    ON wordpress.wp_wc_orders TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
GRANT SELECT (order_id, order_key, cart_hash, date_paid_gmt)
    ON wordpress.wp_wc_order_operational_data TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';
GRANT SELECT (order_id, meta_key, meta_value)
    ON wordpress.wp_wc_orders_meta TO 'payonce_worker'@'%', 'payonce_api'@'%', 'payonce_shadow'@'%';

-- The worker reads the details that a charge shows at the gateway, and writes the order's status and notes.
GRANT SELECT (ip_address, user_agent), UPDATE (status, transaction_id, date_updated_gmt)
    ON wordpress.wp_wc_orders TO 'payonce_worker'@'%';
GRANT UPDATE (date_paid_gmt) ON wordpress.wp_wc_order_operational_data TO 'payonce_worker'@'%';
GRANT SELECT (order_id, address_type, first_name, last_name, company, address_1, address_2, city, state, postcode, country,
              phone)
    ON wordpress.wp_wc_order_addresses TO 'payonce_worker'@'%';
GRANT SELECT (comment_count), UPDATE (comment_count) ON wordpress.wp_posts TO 'payonce_worker'@'%';
GRANT INSERT ON wordpress.wp_comments TO 'payonce_worker'@'%';
GRANT INSERT ON wordpress.wp_commentmeta TO 'payonce_worker'@'%';
