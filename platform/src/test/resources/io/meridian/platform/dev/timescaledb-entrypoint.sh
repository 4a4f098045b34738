#!/bin/sh
# Stands in for the entry point of the official images of TimescaleDB, as far as deploy/compose.production uses it.
set -e
data=/var/lib/postgresql/data
bin=$(echo /usr/lib/postgresql/*/bin)
as_postgres() {
  setpriv --reuid postgres --regid postgres --clear-groups "$@"
}
mkdir -p /var/run/postgresql
chown postgres "$data" /var/run/postgresql
if [ ! -e "$data/PG_VERSION" ]; then
  install -o postgres -m 600 "$POSTGRES_PASSWORD_FILE" /tmp/password
  as_postgres "$bin/initdb" -D "$data" -U "$POSTGRES_USER" --pwfile /tmp/password -A scram-sha-256 -E UTF8 --locale C.UTF-8 >/dev/null
  echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
  printf "listen_addresses='*'\nshared_preload_libraries='timescaledb'\n" >>"$data/postgresql.conf"
  echo "CREATE DATABASE $POSTGRES_DB" | as_postgres "$bin/postgres" --single -D "$data" postgres >/dev/null
fi
shift
exec setpriv --reuid postgres --regid postgres --clear-groups "$bin/postgres" -D "$data" "$@"
