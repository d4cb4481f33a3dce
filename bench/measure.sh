# shellcheck shell=bash
# Sourced by the benchmarks: what they measure with.

work=$(mktemp -d) && chmod 711 "$work"

now() { echo "${EPOCHREALTIME/./}"; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f\n", (b - a) / 1e6 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

needs() { # command, Debian's package of it
  command -v "$1" >/dev/null || { echo "$1 is missing: install Debian's package $2." >&2; exit 1; }
}

ticks() { # processes: what they and all below them have used, living and gone, in clock ticks
  local all p
  all=$(ps -eo pid=,ppid= | awk -v roots="$*" '
    { parent[$1] = $2 }
    END { split(roots, r); for (i in r) mine[r[i]] = 1; do { grew = 0; for (p in parent) if (!(p in mine) && parent[p] in mine) { mine[p] = 1; grew = 1 } } while (grew); for (p in mine) print p }')
  for p in $all; do cat "/proc/$p/stat" 2>/dev/null || true; done | sed 's/.*) //' | awk '{ t += $12 + $13 + $14 + $15 } END { print t + 0 }'
}

memory() { awk '/VmRSS/ { print $2 / 1024 }' "/proc/$1/status"; }
