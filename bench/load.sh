# shellcheck shell=bash
# Sourced by the benchmarks: rounds of wrk, and the medians of what they measured.
# shellcheck disable=SC2154

. bench/hosts.sh
needs wrk wrk

# Appends to a file of that name: p50, p95, p99 in ms, requests per second, failures, microseconds of CPU per request.
round() { # name, processes whose CPU counts, arguments of wrk
  local before result counted
  read -ra counted <<<"$2"
  before=$(cpu "${counted[@]}")
  read -ra result < <(wrk -s bench/report.lua "${@:3}" | sed -n 's/^RESULT //p')
  [ ${#result[@]} = 6 ] || die "wrk failed: ${*:3}"
  echo "${result[@]:0:5} $(ratio $((($(cpu "${counted[@]}") - before) * 1000)) "${result[5]}")" >>"$work/$1"
}

failures() { awk '{ all += $5 } END { print all }' "$work/$1"; } # name
