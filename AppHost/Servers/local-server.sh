#!/bin/sh
# One server of the graph as a plain process: sh local-server.sh postgres|redis|rabbitmq|wiremock|mail [arguments for it]
#
#   SERVER_BIN       its program; PostgreSQL's directory of them; what java or node is to run
#   SERVER_RUNTIME   java or node, for the two that need one
#   SERVER_DATA      its own directory
#   SERVER_PORT      where it listens, on loopback only; SERVER_SMTP_PORT is the mail server's second one
#   SERVER_PASSWORD  never on a command line, where anybody could read it
#   SERVER_DATABASE  the database PostgreSQL starts with
#
# The orchestrator stops a server with SIGTERM to this process, kills it after six seconds, and may itself be killed at any
# moment. So the server runs as a child that is told to stop in the words it understands, and that dies with this process.
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
  # A signal ends the wait, not the server.
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  [ -z "$stopping" ] || exit 0
  if [ "$code" = 137 ]; then
    say "was killed."
  else
    say "ended with exit code $code, and says why above. If $SERVER_DATA is damaged, \`./dev clean\` removes it and the next start makes a new one."
  fi
  exit "$code"
}

# Room for the pools of a dozen processes, memory for two graphs beside each other; what durability needs stays on.
postgres() {
  drop=''
  if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to be root.
    user=postgres
    id -u "$user" >/dev/null 2>&1 || user=nobody
    drop="--reuid=$user --regid=$(id -g "$user") --clear-groups"
    chown "$user" .
  fi
  as="setpriv $drop --pdeathsig=INT"
  known=$(printf %s "$SERVER_PASSWORD" | sha256sum)

  if [ ! -e cluster ]; then
    rm -rf new
    printf '%s\n' "$SERVER_PASSWORD" >pw
    [ -z "$drop" ] || chown "$user" pw
    $as "$SERVER_BIN/initdb" -D new -U postgres --pwfile=pw --auth=scram-sha-256 --locale=C.UTF-8 --encoding=UTF8 --no-sync --no-instructions >initdb.log 2>&1 || {
      cat initdb.log >&2
      say "could not make a new data directory in $SERVER_DATA."
      exit 1
    }
    rm -f pw initdb.log
    echo "create database \"$SERVER_DATABASE\"" | $as "$SERVER_BIN/postgres" --single -D new postgres >/dev/null
    printf %s "$known" >password.sha256
    mv new cluster
  elif [ "$known" != "$(cat password.sha256 2>/dev/null)" ]; then
    # The generated password was lost with the user secrets; the data need not be.
    quoted=$(printf %s "$SERVER_PASSWORD" | sed "s/'/''/g")
    echo "alter role postgres password '$quoted'" | $as "$SERVER_BIN/postgres" --single -D cluster postgres >/dev/null 2>&1 || true
    printf %s "$known" >password.sha256
  fi

  # After kill -9 the process id in here may belong to somebody else by now; the lock above proves that no server is left.
  rm -f cluster/postmaster.pid
  unset SERVER_PASSWORD
  stop_signal=INT # "fast": SIGTERM would wait until the last client leaves.
  # shellcheck disable=SC2086
  serve $as "$SERVER_BIN/postgres" -D "$PWD/cluster" -c listen_addresses=127.0.0.1 -c port="$SERVER_PORT" -c unix_socket_directories= \
    -c max_connections=200 -c shared_buffers=256MB -c effective_cache_size=1GB -c random_page_cost=1.1 -c jit=off \
    -c max_wal_size=2GB -c log_checkpoints=off
}

redis() {
  cat >redis.conf <<CONF
bind 127.0.0.1
port $SERVER_PORT
requirepass "$SERVER_PASSWORD"
dir "$PWD"
# Every write is in the kernel's hands before its reply is sent, so killing the server loses nothing; the disk follows within a second.
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
           %% A health check opens a connection and drops it, which is worth a warning to RabbitMQ.
           {log, [{console, [{enabled, true}, {level, warning}]}, {file, [{file, false}]},
                  {categories, [{connection, [{level, error}]}]}]}]},
 {ra, [{wal_max_size_bytes, 64000000}]}].
CONF
  echo '[].' >enabled_plugins
  node=shop@localhost
  export RABBITMQ_NODENAME=$node RABBITMQ_NODE_PORT="$SERVER_PORT" HOME="$PWD" RABBITMQ_MNESIA_BASE="$PWD/mnesia" RABBITMQ_LOG_BASE="$PWD/log"
  export RABBITMQ_ADVANCED_CONFIG_FILE="$PWD/advanced.config" RABBITMQ_CONFIG_FILE="$PWD/none" RABBITMQ_CONF_ENV_FILE=/dev/null
  export RABBITMQ_ENABLED_PLUGINS_FILE="$PWD/enabled_plugins" ERL_CRASH_DUMP_SECONDS=0
  # The server's script then becomes the Erlang machine instead of staying in front of it.
  export RABBITMQ_ALLOW_INPUT=1
  # One node talks to no other: without a distribution port there is no epmd to start, to meet in another graph, or to leave behind.
  export ERL_AFLAGS="-noinput -sname $node -start_epmd false -dist_listen false -erl_epmd_port 1 -s file script \"$scripts/rabbitmq-preload.erl\""
  serve setpriv --pdeathsig=TERM "$SERVER_BIN" -s file script "$scripts/rabbitmq-booted.erl"
}

# Mappings come from the class path, where the admin API can reload them but not delete the files, as with the container's read-only mount.
wiremock() {
  archive=${SERVER_BIN%.jar}.jsa # made by ./dev setup; with it the start takes a third of the time
  [ -s "$archive" ] || archive=none
  serve setpriv --pdeathsig=TERM "$SERVER_RUNTIME" -XX:SharedArchiveFile="$archive" -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx512m \
    -cp "$SERVER_BIN:$scripts/.." wiremock.Run --load-resources-from-classpath wiremock --bind-address 127.0.0.1 --port "$SERVER_PORT" "$@"
}

mail() {
  serve setpriv --pdeathsig=TERM "$SERVER_RUNTIME" "$SERVER_BIN" --ip 127.0.0.1 --web "$SERVER_PORT" --smtp "$SERVER_SMTP_PORT" --mail-directory "$PWD/inbox" "$@"
}

scripts=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$SERVER_DATA"
cd "$SERVER_DATA"
# Every process of the server inherits this descriptor, so the lock lasts until the last of them has gone.
exec 9>lock
flock -w 10 9 || {
  say "another process still uses $SERVER_DATA: stop it, or give this run its own directory with --data <directory>."
  exit 1
}
"$server" "$@"
