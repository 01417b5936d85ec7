-- The worker's rights on the shop's tables, after users.sql and once the shop is installed. It reads the shop's schema and
-- writes orders and their notes. For other names, replace wordpress (the schema) and wp_ (the prefix) everywhere.
GRANT SELECT ON wordpress.* TO 'payonce_worker'@'%';
GRANT UPDATE ON wordpress.wp_wc_orders TO 'payonce_worker'@'%';
GRANT UPDATE ON wordpress.wp_wc_order_operational_data TO 'payonce_worker'@'%';
GRANT UPDATE ON wordpress.wp_posts TO 'payonce_worker'@'%';
GRANT INSERT ON wordpress.wp_comments TO 'payonce_worker'@'%';
GRANT INSERT ON wordpress.wp_commentmeta TO 'payonce_worker'@'%';
