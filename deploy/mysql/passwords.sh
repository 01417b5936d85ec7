#!/bin/sh
# Run once by MySQL's image after users.sql: gives each user its own password and unlocks it. The passwords are files in /run/secrets
# (docker-compose.yml).
set -eu
unlock() {
    echo "ALTER USER '$1'@'%' IDENTIFIED BY '$(cat "/run/secrets/$2")' ACCOUNT UNLOCK;"
}
{
    unlock payonce_migration migration-database-password
    unlock payonce_worker worker-database-password
    unlock payonce_shadow worker-database-password
    unlock payonce_api api-database-password
    # For mysqld_exporter: it reads numbers and lists, and no row of the shop.
    echo "CREATE USER 'exporter'@'%' IDENTIFIED BY '$(cat /run/secrets/exporter-database-password)' WITH MAX_USER_CONNECTIONS 3;"
    echo "GRANT PROCESS, REPLICATION CLIENT ON *.* TO 'exporter'@'%';"
    echo "GRANT SELECT ON performance_schema.* TO 'exporter'@'%';"
} | mysql --user=root --password="$(cat /run/secrets/mysql-root-password)"
