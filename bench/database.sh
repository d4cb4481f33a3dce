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
