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
  local project=$1 address=$2 verb=build home=$1 program=../artifacts/bin/$1/release/$1.dll of_graph told
  shift 2
  # What the site sends as it is, is compressed when it is published.
  [ "$project" != Shop.Web ] || verb=publish home=artifacts/publish/Shop.Web/release program=Shop.Web.dll
  dotnet $verb "$project" -c Release -v q -clp:ErrorsOnly >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  of_graph=$(ps -eo pid=,args= | awk -v program="$PWD/artifacts/bin/$project/debug/$project" 'index($0, program) && !/awk/ { print $1; exit }')
  [ -n "$of_graph" ] || { echo "The graph's own $project is not running: see ./dev status" >&2; exit 1; }
  mapfile -d '' -t told <"/proc/$of_graph/environ"
  [ "${TELEMETRY:-on}" = on ] || told+=(OTEL_SDK_DISABLED=true)
  (cd "$home" && exec env -i "${told[@]}" ASPNETCORE_ENVIRONMENT=Production DOTNET_ENVIRONMENT=Production ASPNETCORE_URLS="$address" "$@" \
    dotnet exec "$program") >"$work/$project.log" 2>&1 &
  process=$!
  pids+=("$process")
}

# Told what the graph's own worker was told, which then makes room for it: sets process.
release_worker() { # address, variables
  release Shop.Worker "$@"
  replaced=worker
  ./dev stop worker >/dev/null
  await "$1/alive" "$process"
}

register() { # API, name: sets token and user
  local answer
  answer=$(curl -sf -H 'Content-Type: application/json' -d "{\"email\":\"bench-$$-$(date +%s)-$2@example.com\",\"password\":\"correct horse 8\"}" "$1/api/auth/register")
  token=$(grep -oE '"access_token":"[^"]+"' <<<"$answer" | cut -d'"' -f4)
  user=$(grep -oE '"user":\{"id":"[^"]+"' <<<"$answer" | cut -d'"' -f6)
}

# As many products as are asked for, none of which sells out: sets goods.
stock() { # products
  mapfile -t goods < <(psql -qAtX -c "
    update inventory.stock s set on_hand = 100000000 from (select id from catalog.products where archived_at is null order by id limit $1) p where s.product_id = p.id returning s.product_id")
}

bare=http://127.0.0.1:24932
bare() { # settings of bench/Bare: starts it
  dotnet build bench/Bare -c Release -v q -clp:ErrorsOnly >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  dotnet exec artifacts/bin/Bare/release/Bare.dll --urls $bare --database "$connection" --sql bench/Bare "$@" >"$work/bare.log" 2>&1 &
  bare_process=$!
  pids+=("$bare_process")
  await $bare/alive "$bare_process"
}

# Left alone, orders placed by nobody's rules would all be cancelled in half an hour, each with a mail.
forget() {
  psql -qX -c "
    with gone as (delete from orders.orders where user_id = '$user' returning id),
    lines as (delete from orders.lines using gone where order_id = gone.id),
    history as (delete from orders.history using gone where order_id = gone.id)
    delete from messaging.outbox where topic in ('bench', 'orders.placed')"
}
