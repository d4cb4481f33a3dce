# shellcheck shell=bash
# Sourced by the benchmarks after measure.sh and database.sh: our hosts built for release, on the running graph's servers.
# shellcheck disable=SC2034,SC2154

pids=()
replaced=
# A worker of the graph that made room comes back, however the measurement ends.
leave() {
  kill "${pids[@]}" 2>/dev/null || true
  wait
  [ -z "$replaced" ] || ./dev start "$replaced" >/dev/null
  rm -rf "$work"
}
trap leave EXIT

listener() { # port: the process that listens there
  ss -ltnHp "sport = :$1" | grep -oE 'pid=[0-9]+' | head -n 1 | cut -d= -f2
}
postgres=$(listener "$PGPORT")

await() { # address, process
  until curl -sf -o /dev/null "$1"; do
    kill -0 "$2" 2>/dev/null || { cat "$work"/*.log >&2; exit 1; }
    sleep 0.2
  done
}

# Told all that the graph's own host was: servers, providers, where telemetry goes (TELEMETRY=off: nowhere, and none is made).
release() { # project, address, variables: sets process
  local project=$1 address=$2 of_graph told
  shift 2
  dotnet build "$project" -c Release -v q -clp:ErrorsOnly >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  of_graph=$(ps -eo pid=,args= | awk -v program="$PWD/artifacts/bin/$project/debug/$project" 'index($0, program) && !/awk/ { print $1; exit }')
  [ -n "$of_graph" ] || { echo "The graph's own $project is not running: see ./dev status" >&2; exit 1; }
  mapfile -d '' -t told <"/proc/$of_graph/environ"
  [ "${TELEMETRY:-on}" = on ] || told+=(OTEL_SDK_DISABLED=true)
  (cd "$project" && exec env -i "${told[@]}" ASPNETCORE_ENVIRONMENT=Production DOTNET_ENVIRONMENT=Production ASPNETCORE_URLS="$address" "$@" \
    dotnet exec "../artifacts/bin/$project/release/$project.dll") >"$work/$project.log" 2>&1 &
  process=$!
  pids+=("$process")
}
