#!/bin/sh
# Makes Temporal's two schemas, or brings them up to date; then ends. SQL_PASSWORD_FILE has the password.
set -eu
SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_PASSWORD

tool() {
    schema=$1
    shift
    temporal-sql-tool --plugin postgres12 --ep temporal-postgres -p 5432 -u temporal --db "$schema" "$@"
}

for schema in temporal temporal_visibility; do
    folder=/etc/temporal/schema/postgresql/v12/${schema#temporal_}/versioned
    tool "$schema" create
    # A schema that exists is only brought up to date: setup-schema would set its version back.
    if ! said=$(tool "$schema" update-schema -d "$folder" 2>&1); then
        case $said in
            *schema_version*"does not exist"*) tool "$schema" setup-schema -v 0.0 && tool "$schema" update-schema -d "$folder" ;;
            *) echo "$said" >&2 && exit 1 ;;
        esac
    fi
done
