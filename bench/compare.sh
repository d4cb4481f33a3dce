# shellcheck shell=bash
# Sourced by the benchmarks: compares our API with bench/Bare. They take turns, so both run in the same minutes.
# shellcheck disable=SC2034,SC2154

. bench/load.sh
script_arguments=()
api=http://127.0.0.1:24931
[ -v api_settings ] || api_settings=()
release Shop.Api $api "${api_settings[@]}"
api_process=$process
await $api/alive "$api_process"

compare() { # name, budget, our path, bare path, arguments of wrk
  local name=$1 budget=$2 i
  ours() { round "$1" "$api_process $postgres" "${@:4}" "$api$2" -- "${script_arguments[@]}"; }
  theirs() { round "$1" "$bare_process $postgres" "${@:4}" "$bare$3" -- "${script_arguments[@]}"; }
  progress "$name: warm-up"
  ours warm-up "${@:3}"
  theirs warm-up "${@:3}"
  rm -f "$work/ours" "$work/theirs"
  for ((i = 1; i <= ${rounds:-5}; i++)); do
    progress "$name: round $i of ${rounds:-5}"
    ours ours "${@:3}"
    theirs theirs "${@:3}"
  done
  progress
  awk -v name="$name" -v against="${against:-bare}" -v budget="$budget" \
    -v a="$(column ours 6)" -v b="$(column theirs 6)" \
    -v p="$(column ours 3)" -v q="$(column theirs 3)" \
    -v r="$(column ours 4)" -v s="$(column theirs 4)" -v f="$(failures ours)" '
    BEGIN {
      printf "%-28s %7.1f µs, %s %7.1f µs: %.2f times (budget %s)   ", name, a, against, b, a / b, budget
      printf "p99 %.1f ms, %s %.1f ms   %d requests/s, %s %d: %.2f times   ", p, against, q, r, against, s, r / s
      printf "%d failed\n", f
    }'
}
