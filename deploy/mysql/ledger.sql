-- Run once by MySQL's image, on an empty volume. MYSQL_USER may use the store's schema; the ledger has its own, which the
-- worker fills and migrates.
CREATE SCHEMA IF NOT EXISTS payonce;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON payonce.* TO 'payonce'@'%';
