# shellcheck shell=bash
# Sourced by the benchmarks: requirements, progress, time, processor time and medians.

work=$(mktemp -d) && chmod 711 "$work"
# The processes that a benchmark has started.
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

die() { printf '%s\n' "$*" >&2; exit 1; }

needs() { # command, its Debian package
  command -v "$1" >/dev/null || die "./dev bench ${0##*/} needs $1: sudo apt-get install $2"
}

needs_local_servers() {
  # shellcheck source=AppHost/Servers/setup.sh
  . AppHost/Servers/setup.sh
  has_local_servers || die "./dev bench ${0##*/} needs local servers: ./dev setup --servers local"
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

await() { # address, process
  until curl -sf -o /dev/null "$1"; do
    kill -0 "$2" 2>/dev/null || { cat "$work"/*.log >&2; exit 1; }
    sleep 0.2
  done
}

now() { echo "${EPOCHREALTIME/./}"; }

since() { ratio $(($(now) - $1)) 1000000; }

median() {
  sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

column() { cut -d' ' -f"$2" "$work/$1" | median; } # name, field

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a / b }'; }

# What bench/Processes reads in /proc. A benchmark that uses it builds it first.
processes() { dotnet exec artifacts/bin/Processes/release/Processes.dll "$@"; }

cpu() { # processes: milliseconds of processor time that they and their descendants have used
  processes cpu "$@" | awk '{ all += $1 } END { print all }'
}
