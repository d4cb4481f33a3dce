# shellcheck shell=bash
# Sourced by the benchmarks: runs release builds of our hosts on the running graph's servers.
# shellcheck disable=SC2034,SC2154

. bench/database.sh
needs ss iproute2
replaced=
# Ends the hosts and starts the graph's worker again if a benchmark replaced it.
leave() {
  kill "${pids[@]}" 2>/dev/null || true
  wait
  [ -z "$replaced" ] || ./dev start "$replaced" >/dev/null
  rm -rf "$work"
}
trap leave EXIT

listener() { # port: prints the process that listens there
  ss -ltnHp "sport = :$1" | grep -oE 'pid=[0-9]+' | head -n 1 | cut -d= -f2
}
postgres=$(listener "$PGPORT")

# Starts a host with the environment of the graph's own one: servers, providers, telemetry. TELEMETRY=off disables its
# telemetry. Sets process.
release() { # project, address, variables
  local project=$1 address=$2 verb=build home=$1 program=../artifacts/bin/$1/release/$1.dll own environment
  shift 2
  [ ${#pids[@]} -gt 0 ] || release_build bench/Processes
  own=$(processes find "$PWD/artifacts/bin/$project/debug/$project") ||
    die "./dev bench ${0##*/} needs the graph's $project, which does not run: see ./dev status"
  # Publishing compresses the site's static files.
  [ "$project" != Shop.Web ] || verb=publish home=artifacts/publish/Shop.Web/release program=Shop.Web.dll
  progress "building $project for release"
  dotnet $verb "$project" -c Release -v q -clp:ErrorsOnly >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  mapfile -d '' -t environment <"/proc/$own/environ"
  environment+=(ASPNETCORE_ENVIRONMENT=Staging DOTNET_ENVIRONMENT=Staging ASPNETCORE_URLS="$address")
  # All requests of a benchmark come from one address, and many from one account.
  environment+=(RateLimits__Enabled=false Orders__MaxUnpaidOrders=0 Orders__MaxUnpaidUnits=0)
  # The graph's own host has that port.
  environment+=(Metrics__Port=)
  [ "${TELEMETRY:-on}" = on ] || environment+=(OTEL_SDK_DISABLED=true)
  (cd "$home" && exec env -i "${environment[@]}" "$@" dotnet exec "$program") >"$work/$project.log" 2>&1 &
  process=$!
  pids+=("$process")
}

# Replaces the graph's worker by a release build: sets process.
release_worker() { # address, variables
  release Shop.Worker "$@"
  replaced=worker
  ./dev stop worker >/dev/null
  await "$1/alive" "$process"
}

register() { # API, name: sets token and user
  local answer email
  email=bench-$$-$(date +%s)-$2@example.com
  answer=$(curl -sf -H 'Content-Type: application/json' -d "{\"email\":\"$email\",\"password\":\"correct horse 8\"}" \
    "$1/api/auth/register")
  token=$(grep -oE '"access_token":"[^"]+"' <<<"$answer" | cut -d'"' -f4)
  user=$(grep -oE '"user":\{"id":"[^"]+"' <<<"$answer" | cut -d'"' -f6)
}

# Gives that many products a stock that does not sell out: sets goods.
stock() { # number of products
  mapfile -t goods < <(query "
    update inventory.stock s set on_hand = 100000000
    from (select id from catalog.products where archived_at is null order by id limit $1) p
    where s.product_id = p.id returning s.product_id")
}

bare=http://127.0.0.1:24932
bare() { # settings: starts bench/Bare
  release_build bench/Bare
  dotnet exec artifacts/bin/Bare/release/Bare.dll --urls $bare --database "$connection" --sql bench/Bare "$@" \
    >"$work/bare.log" 2>&1 &
  bare_process=$!
  pids+=("$bare_process")
  await $bare/alive "$bare_process"
}

# Deletes the user's orders. Otherwise the worker would cancel those of bench/Bare after half an hour, each with a mail.
forget() {
  psql -qX -c "
    with gone as (delete from orders.orders where user_id = '$user' returning id),
    lines as (delete from orders.lines using gone where order_id = gone.id),
    history as (delete from orders.history using gone where order_id = gone.id)
    delete from messaging.outbox where topic in ('bench', 'orders.placed')"
}
