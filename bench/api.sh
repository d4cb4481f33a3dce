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
# With all that the graph's own API was told: servers, providers, telemetry (unless TELEMETRY=off).
of_graph=$(ps -eo pid=,args= | awk -v program="$PWD/artifacts/bin/Shop.Api/debug/Shop.Api" 'index($0, program) && !/awk/ { print $1; exit }')
mapfile -d '' -t told < <(if [ "${TELEMETRY:-on}" = on ]; then cat "/proc/$of_graph/environ"; else grep -zv ^OTEL_ "/proc/$of_graph/environ"; fi)
env -i "${told[@]}" ASPNETCORE_URLS=$api dotnet exec artifacts/bin/Shop.Api/release/Shop.Api.dll >"$work/api.log" 2>&1 &
api_pid=$!
pids+=($api_pid)
await $api/alive $api_pid

postmaster=$(ps -eo pid=,args= | awk -v port="port=$PGPORT" '/bin\/postgres -D/ && index($0, port) && !/awk/ { print $1; exit }')

ticks() { # of a process and of PostgreSQL with its children, living and gone
  { cat "/proc/$1/stat"; cat "/proc/$postmaster/stat"; for child in $(ps -o pid= --ppid "$postmaster"); do cat "/proc/$child/stat" 2>/dev/null || true; done; } |
    sed 's/.*) //' | awk 'NR == 2 { t += $14 + $15 } { t += $12 + $13 } END { print t }'
}
