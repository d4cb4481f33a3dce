# shellcheck shell=bash
# Sourced by the benchmarks after hosts.sh: compares our API with bench/Bare. They take turns, so both run in the same
# minutes.
# shellcheck disable=SC2034,SC2154

script_arguments=()
api=http://127.0.0.1:24931
release Shop.Api $api
api_process=$process
await $api/alive "$api_process"

# Prints CPU in microseconds per request, PostgreSQL's included, p99 in ms, requests per second and failures.
round() { # process, address, arguments of wrk
  local before after out
  before=$(ticks "$1" "$postgres")
  out=$(wrk --latency "${@:3}" "$2" -- "${script_arguments[@]}")
  after=$(ticks "$1" "$postgres")
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" '
    $1 == "99%" { p = $2; if (p ~ /us$/) p /= 1000; else if (p ~ /[0-9]s$/ && p !~ /ms$/) p *= 1000; p += 0 }
    /Non-2xx/ { failed = $NF }
    $2 == "requests" { n = $1 }
    $1 == "Requests/sec:" { rate = $2 }
    END { printf "%.1f %.2f %.0f %d\n", t / hz * 1e6 / n, p, rate, failed }' <<<"$out"
}

compare() { # name, budget, our path, bare path, arguments of wrk
  local name=$1 budget=$2 ours=$3 theirs=$4 i
  shift 4
  progress "$name: warm-up"
  round "$api_process" "$api$ours" "$@" >/dev/null
  round "$bare_process" "$bare$theirs" "$@" >/dev/null
  rm -f "$work/ours" "$work/theirs"
  for i in 1 2 3 4 5; do
    progress "$name: round $i of 5"
    round "$api_process" "$api$ours" "$@" >>"$work/ours"
    round "$bare_process" "$bare$theirs" "$@" >>"$work/theirs"
  done
  progress
  column() { cut -d' ' -f"$2" "$work/$1" | median; }
  awk -v name="$name" -v against="${against:-bare}" -v budget="$budget" \
    -v a="$(column ours 1)" -v b="$(column theirs 1)" -v p="$(column ours 2)" -v q="$(column theirs 2)" \
    -v r="$(column ours 3)" -v s="$(column theirs 3)" -v f="$(awk '{ f += $4 } END { print f }' "$work/ours")" '
    BEGIN {
      printf "%-28s %7.1f µs, %s %7.1f µs: %.2f times (budget %s)   ", name, a, against, b, a / b, budget
      printf "p99 %.1f ms, %s %.1f ms   %d requests/s, %s %d: %.2f times   ", p, against, q, r, against, s, r / s
      printf "%d failed\n", f
    }'
}
