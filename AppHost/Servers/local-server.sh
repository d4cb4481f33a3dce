#!/bin/sh
# Runs one server of the graph as a process: sh local-server.sh postgres|redis|rabbitmq|wiremock|mail|
# prometheus|alertmanager [its arguments]
#
#   SERVER_BIN       the program; for PostgreSQL its bin directory; for WireMock and maildev the file to run
#   SERVER_RUNTIME   java or node, for WireMock and maildev
#   SERVER_DATA      the server's own directory
#   SERVER_PORT      the loopback port; SERVER_SMTP_PORT is the mail server's second one
#   SERVER_PASSWORD  in the environment, because everybody can read a command line
#   SERVER_CONFIG    the directory of the configuration of Prometheus and Alertmanager
#   SERVER_DATABASE  the first database of PostgreSQL
#
# The orchestrator sends SIGTERM to this process, kills it after six seconds, and may itself be killed at any moment.
# So the server is a child process that gets the stop signal it understands and dies with this process.
set -eu
server=$1
shift
umask 077

say() { echo "$server: $*" >&2; }

stop_signal=TERM stopping='' child=''
trap 'stopping=1; [ -z "$child" ] || kill -s "$stop_signal" "$child" 2>/dev/null || true' TERM INT HUP

serve() {
  [ -z "$stopping" ] || exit 0
  "$@" &
  child=$!
  [ -z "$stopping" ] || kill -s "$stop_signal" "$child"
  code=0
  wait "$child" || code=$?
  # A signal interrupts wait while the server still runs.
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  [ -z "$stopping" ] || exit 0
  if [ "$code" = 137 ]; then
    say "was killed."
  else
    say "exited with code $code; the reason is above." \
      "If $SERVER_DATA is damaged, \`./dev clean\` removes it and the next start creates it again."
  fi
  exit "$code"
}

# Connections for the pools of a dozen processes, memory so that two graphs fit; durability keeps its defaults.
postgres() {
  drop=''
  if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root.
    user=postgres
    id -u "$user" >/dev/null 2>&1 || user=nobody
    drop="--reuid=$user --regid=$(id -g "$user") --clear-groups"
    chown "$user" .
  fi
  as="setpriv $drop --pdeathsig=INT"
  password_hash=$(printf %s "$SERVER_PASSWORD" | sha256sum)

  if [ ! -e cluster ]; then
    rm -rf new
    printf '%s\n' "$SERVER_PASSWORD" >pw
    [ -z "$drop" ] || chown "$user" pw
    $as "$SERVER_BIN/initdb" -D new -U postgres --pwfile=pw --auth=scram-sha-256 --locale=C.UTF-8 --encoding=UTF8 \
      --no-sync --no-instructions >initdb.log 2>&1 || {
      cat initdb.log >&2
      say "could not create a data directory in $SERVER_DATA."
      exit 1
    }
    rm -f pw initdb.log
    echo "create database \"$SERVER_DATABASE\"" | $as "$SERVER_BIN/postgres" --single -D new postgres >/dev/null
    printf %s "$password_hash" >password.sha256
    mv new cluster
  elif [ "$password_hash" != "$(cat password.sha256 2>/dev/null)" ]; then
    # The generated password was lost with the user secrets, but the data is still there.
    quoted=$(printf %s "$SERVER_PASSWORD" | sed "s/'/''/g")
    echo "alter role postgres password '$quoted'" |
      $as "$SERVER_BIN/postgres" --single -D cluster postgres >/dev/null 2>&1 || true
    printf %s "$password_hash" >password.sha256
  fi

  # After kill -9 another process may have the id in this file by now. The lock (below) proves that no server is left.
  rm -f cluster/postmaster.pid
  unset SERVER_PASSWORD
  stop_signal=INT # "fast": SIGTERM would wait until the last client leaves.
  # shellcheck disable=SC2086
  serve $as "$SERVER_BIN/postgres" -D "$PWD/cluster" \
    -c listen_addresses=127.0.0.1 -c port="$SERVER_PORT" -c unix_socket_directories= \
    -c max_connections=200 -c shared_buffers=256MB -c effective_cache_size=1GB -c random_page_cost=1.1 -c jit=off \
    -c max_wal_size=2GB -c log_checkpoints=off
}

redis() {
  cat >redis.conf <<CONF
bind 127.0.0.1
port $SERVER_PORT
requirepass "$SERVER_PASSWORD"
dir "$PWD"
# The kernel has each write before Redis replies, so a killed server loses nothing; the disk has it within a second.
appendonly yes
appendfsync everysec
save ""
CONF
  unset SERVER_PASSWORD
  serve setpriv --pdeathsig=TERM "$SERVER_BIN" "$PWD/redis.conf"
}

rabbitmq() {
  cat >advanced.config <<CONF
[{rabbit, [{tcp_listeners, [{"127.0.0.1", $SERVER_PORT}]},
           {default_user, <<"guest">>}, {default_pass, <<"$SERVER_PASSWORD">>},
           {disk_free_limit, 50000000}, {vm_memory_high_watermark, {absolute, 1000000000}},
           %% RabbitMQ logs a warning when a health check opens a connection and drops it.
           {log, [{console, [{enabled, true}, {level, warning}]}, {file, [{file, false}]},
                  {categories, [{connection, [{level, error}]}]}]}]},
 {ra, [{wal_max_size_bytes, 64000000}]}].
CONF
  echo '[].' >enabled_plugins
  node=shop@localhost
  export HOME="$PWD" RABBITMQ_NODENAME=$node RABBITMQ_NODE_PORT="$SERVER_PORT"
  export RABBITMQ_MNESIA_BASE="$PWD/mnesia" RABBITMQ_LOG_BASE="$PWD/log"
  export RABBITMQ_ADVANCED_CONFIG_FILE="$PWD/advanced.config" RABBITMQ_ENABLED_PLUGINS_FILE="$PWD/enabled_plugins"
  export RABBITMQ_CONFIG_FILE="$PWD/none" RABBITMQ_CONF_ENV_FILE=/dev/null ERL_CRASH_DUMP_SECONDS=0
  # The server's script execs the Erlang VM instead of waiting for it.
  export RABBITMQ_ALLOW_INPUT=1
  # A single node needs no distribution port. Without one, no epmd starts, collides with another graph or stays behind.
  ERL_AFLAGS="-noinput -sname $node -start_epmd false -dist_listen false -erl_epmd_port 1"
  export ERL_AFLAGS="$ERL_AFLAGS -s file script \"$scripts/rabbitmq-preload.erl\""
  serve setpriv --pdeathsig=TERM "$SERVER_BIN" -s file script "$scripts/rabbitmq-booted.erl"
}

# Mappings are on the class path: as with the container's read-only mount, the admin API can reload but not delete them.
wiremock() {
  archive=${SERVER_BIN%.jar}.jsa # from ./dev setup; with it the start takes a third of the time
  [ -s "$archive" ] || archive=none
  serve setpriv --pdeathsig=TERM "$SERVER_RUNTIME" -XX:SharedArchiveFile="$archive" -Xshare:auto \
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx512m -cp "$SERVER_BIN:$scripts/.." wiremock.Run \
    --load-resources-from-classpath wiremock --bind-address 127.0.0.1 --port "$SERVER_PORT" "$@"
}

mail() {
  serve setpriv --pdeathsig=TERM "$SERVER_RUNTIME" "$SERVER_BIN" --ip 127.0.0.1 --web "$SERVER_PORT" \
    --smtp "$SERVER_SMTP_PORT" --mail-directory "$PWD/inbox" "$@"
}

need_monitoring() {
  [ -x "$SERVER_BIN" ] || {
    say "$SERVER_BIN was not found: run \`./dev setup --monitoring\`, or install the packages prometheus and" \
      "prometheus-alertmanager; or start Docker, and no server has to be installed."
    exit 1
  }
}

prometheus() {
  need_monitoring
  serve setpriv --pdeathsig=TERM "$SERVER_BIN" --config.file="$SERVER_CONFIG/prometheus.yml" \
    --storage.tsdb.path="$SERVER_DATA/series" --web.listen-address="127.0.0.1:$SERVER_PORT" "$@"
}

# A single one needs no port for others of its kind.
alertmanager() {
  need_monitoring
  serve setpriv --pdeathsig=TERM "$SERVER_BIN" --config.file="$SERVER_CONFIG/alertmanager.yml" \
    --storage.path="$SERVER_DATA/state" --web.listen-address="127.0.0.1:$SERVER_PORT" --cluster.listen-address= "$@"
}

scripts=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$SERVER_DATA"
cd "$SERVER_DATA"
# Every process of the server inherits this descriptor, so the lock lasts until the last of them exits.
exec 9>lock
flock -w 10 9 || {
  say "another process still uses $SERVER_DATA: stop it, or run with another directory (--data <directory>)."
  exit 1
}
"$server" "$@"
