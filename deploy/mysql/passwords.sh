#!/bin/sh
# Run once by MySQL's image after users.sql: gives the users the password of docker-compose.yml and unlocks them.
set -eu
for user in payonce_migration payonce_worker payonce_api payonce_shadow; do
    echo "ALTER USER '$user'@'%' IDENTIFIED BY '$PAYONCE_DATABASE_PASSWORD' ACCOUNT UNLOCK;"
done | mysql --user=root --password="$MYSQL_ROOT_PASSWORD"
