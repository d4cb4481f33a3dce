# shellcheck shell=bash
# Sourced by the benchmarks: requirements, progress, time, processor time and medians.

work=$(mktemp -d) && chmod 711 "$work"
trap 'rm -rf "$work"' EXIT

die() { printf '%s\n' "$*" >&2; exit 1; }

needs() { # command, its Debian package
  command -v "$1" >/dev/null || die "./dev bench ${0##*/} needs $1: sudo apt-get install $2"
}

progress() { # text, or nothing to clear the line on a terminal
  if [ -t 2 ]; then
    printf '\r\033[K%s' "$*" >&2
  elif [ $# -gt 0 ]; then
    printf '%s\n' "$*" >&2
  fi
}

release_build() { # project
  progress "building $1 for release"
  dotnet build "$1" -c Release -v q -clp:ErrorsOnly >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
}

now() { echo "${EPOCHREALTIME/./}"; }

since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f\n", (b - a) / 1e6 }'; }

median() {
  sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

ticks() { # processes: clock ticks that they and their descendants, living or ended, have used
  local all p
  all=$(ps -eo pid=,ppid= | awk -v roots="$*" '
    { parent[$1] = $2 }
    END {
      split(roots, r)
      for (i in r) mine[r[i]] = 1
      do {
        grew = 0
        for (p in parent) if (!(p in mine) && parent[p] in mine) { mine[p] = 1; grew = 1 }
      } while (grew)
      for (p in mine) print p
    }')
  for p in $all; do cat "/proc/$p/stat" 2>/dev/null || true; done |
    sed 's/.*) //' | awk '{ t += $12 + $13 + $14 + $15 } END { print t + 0 }'
}

cpu_ms() { # clock ticks, operations: milliseconds of processor time per operation
  awk -v t="$1" -v n="$2" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f", t / hz * 1000 / n }'
}

memory() { awk '/VmRSS/ { print $2 / 1024 }' "/proc/$1/status"; }
