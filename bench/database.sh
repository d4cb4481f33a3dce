# shellcheck shell=bash
# Sourced by the benchmarks: checks that a graph is running and points psql at its database.

. bench/measure.sh
needs psql postgresql-client
connection=$(./dev connection shopdb 2>/dev/null) ||
  die "./dev bench ${0##*/} needs a running graph: ./dev run --detach"
part() { tr ';' '\n' <<<"$connection" | sed -n "s/^$1=//Ip"; }
PGHOST=$(part Host) PGPORT=$(part Port) PGUSER=$(part Username) PGPASSWORD=$(part Password) PGDATABASE=$(part Database)
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE

query() { psql -qAtX -c "$1"; }

newest() { # category: prints the id of its newest product
  query "select id from catalog.products where category = '$1' and archived_at is null order by number desc limit 1"
}

# What the server's speed depends on, for the tables in docs/.
server_settings() {
  query "select format('PostgreSQL %s', current_setting('server_version'))
    || string_agg(format(', %s %s', name, current_setting(name)), '' order by name)
    from pg_settings where name in ('shared_buffers', 'max_wal_size', 'fsync', 'synchronous_commit')"
  echo "$(nproc) vCPU, load average $(cut -d' ' -f1 /proc/loadavg)"
}
