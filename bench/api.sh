# shellcheck shell=bash
# Sourced by the benchmarks after database.sh: an API built for release, on the running graph's servers, at $api with process $api_pid.

command -v wrk >/dev/null || { echo "wrk is missing: install Debian's package wrk." >&2; exit 1; }
command -v psql >/dev/null || { echo "psql is missing: install Debian's package postgresql-client." >&2; exit 1; }
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

await() { # address, process
  until curl -sf -o /dev/null "$1"; do
    kill -0 "$2" || { cat "$work"/*.log >&2; exit 1; }
    sleep 0.2
  done
}

dotnet build Shop.Api -c Release -v q -clp:ErrorsOnly >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
api=http://127.0.0.1:24931
ConnectionStrings__shopdb=$connection ConnectionStrings__redis=$(./dev connection redis) ConnectionStrings__rabbitmq=$(./dev connection rabbitmq) ASPNETCORE_URLS=$api \
  dotnet exec artifacts/bin/Shop.Api/release/Shop.Api.dll >"$work/api.log" 2>&1 &
api_pid=$!
pids+=($api_pid)
await $api/alive $api_pid
