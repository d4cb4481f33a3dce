# shellcheck shell=bash
# Sourced by the benchmarks: where the running graph's database, API and processes are.

connection=$(./dev connection shopdb) || { echo "$connection" >&2; exit 1; }
part() { tr ';' '\n' <<<"$connection" | sed -n "s/^$1=//Ip"; }
PGHOST=$(part Host) PGPORT=$(part Port) PGUSER=$(part Username) PGPASSWORD=$(part Password) PGDATABASE=$(part Database)
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE
api=$(./dev status --json | tr -d '\n' | grep -oE '"name": "api",[^}]*' | grep -oE 'http://[^"]+' | head -n 1)
