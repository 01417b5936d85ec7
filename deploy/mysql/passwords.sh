#!/bin/sh
# Run once by MySQL's image after users.sql: gives each user its own password of docker-compose.yml and unlocks it.
set -eu
unlock() {
    echo "ALTER USER '$1'@'%' IDENTIFIED BY '$2' ACCOUNT UNLOCK;"
}
{
    unlock payonce_migration "$PAYONCE_MIGRATION_DATABASE_PASSWORD"
    unlock payonce_worker "$PAYONCE_WORKER_DATABASE_PASSWORD"
    unlock payonce_shadow "$PAYONCE_WORKER_DATABASE_PASSWORD"
    unlock payonce_api "$PAYONCE_API_DATABASE_PASSWORD"
} | mysql --user=root --password="$MYSQL_ROOT_PASSWORD"
