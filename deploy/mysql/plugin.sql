-- The rights on the companion plugin's tables, after store.sql and once the plugin is active.
GRANT SELECT, INSERT, UPDATE ON wordpress.wp_payonce_effect TO 'payonce_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON wordpress.wp_payonce_payment TO 'payonce_worker'@'%';
GRANT INSERT, UPDATE ON wordpress.wp_payonce_link TO 'payonce_worker'@'%';
GRANT INSERT ON wordpress.wp_actionscheduler_actions TO 'payonce_worker'@'%';

-- The API counts the effects that are still to be applied (GET /open-work), and lists overdue ones.
GRANT SELECT (order_id, state, created_at) ON wordpress.wp_payonce_effect TO 'payonce_api'@'%';
