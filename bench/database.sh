# shellcheck shell=bash
# Sourced by the benchmarks: where the running graph's database is, for psql.

command -v psql >/dev/null || { echo "psql is missing: install Debian's package postgresql-client." >&2; exit 1; }
connection=$(./dev connection shopdb) || { echo "$connection" >&2; exit 1; }
part() { tr ';' '\n' <<<"$connection" | sed -n "s/^$1=//Ip"; }
PGHOST=$(part Host) PGPORT=$(part Port) PGUSER=$(part Username) PGPASSWORD=$(part Password) PGDATABASE=$(part Database)
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE
