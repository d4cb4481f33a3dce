# shellcheck shell=bash
# Sourced by ./dev: the commands that run a program of their own beside the graph.
# shellcheck disable=SC2154

# Exits as the program does: 0, 1 when something failed, 2 for wrong use.
pilot() {
  local arg previous='' given=''
  for arg in "$@"; do
    case $arg in
      --help | -h | '-?') given=1 ;;
      http*://*) [ "$previous" = --inbox ] || given=1 ;;
    esac
    previous=$arg
  done
  if [ "${1:-}" = report ]; then
    build Shop.Worker
    local shopdb
    shopdb=$(connection shopdb)
    ConnectionStrings__shopdb=$shopdb exec dotnet exec "$root/artifacts/bin/Shop.Worker/debug/Shop.Worker.dll" \
      report "${2:-weekly}" --to "$root/artifacts/reports" --site "$(address_of web)" "${@:3}"
  fi
  build Shop.Checks
  case ${1:-} in
    check) [ -n "$given" ] || set -- "$@" "$(address_of web)" ;;
    scenarios) [ -n "$given" ] || set -- "$@" "$(address_of web)" --inbox "$(address_of mail)" ;;
  esac
  exec dotnet exec "$root/artifacts/bin/Shop.Checks/debug/Shop.Checks.dll" "$@"
}

# Exits as the program does: 0, 1 when something failed, 2 for wrong use.
tickets() {
  local command=${1:-help} shopdb=${ConnectionStrings__tickets:-}
  [ $# -eq 0 ] || shift
  case $command in
    import | check)
      build Shop.Worker
      # Without settings of its own it imports from the stubs of the running graph into its database.
      if [ -z "$shopdb" ]; then
        shopdb=$(connection shopdb)
        export Tickets__QTickets__BaseAddress=${Tickets__QTickets__BaseAddress:-$(address_of wiremock)}
        export Tickets__QTickets__Token=${Tickets__QTickets__Token:-qtickets-token-development}
      fi
      ConnectionStrings__tickets=$shopdb exec dotnet exec "$root/artifacts/bin/Shop.Worker/debug/Shop.Worker.dll" \
        tickets "$command" "$@"
      ;;
    e2e | stub)
      build bench/Tickets
      if [ "$command" = e2e ]; then
        build Shop.Worker
        [ -n "$shopdb" ] || shopdb=$(connection shopdb)
        set -- --connection "$shopdb" "$@"
      fi
      exec dotnet exec "$root/artifacts/bin/Tickets/debug/TicketSales.dll" "$command" "$@"
      ;;
    *)
      say "./dev tickets import [--dry-run] [--offline DIR] [--from DATE] [--record DIR], check, e2e or stub"
      exit 2
      ;;
  esac
}

# Exits as the run does: 0, 1 when it has failed, 2 for wrong use.
load() {
  local program=$root/artifacts/bin/Shop.Load/debug/Shop.Load.dll profile=${1:-}
  local workers=1 site='' voice='' arg previous='' code=0
  case $profile in
    -h | --help) build Shop.Load && exec dotnet exec "$program" lead --help ;;
    '' | -*) die "Which profile? ./dev load <profile>: $(basename -s .json load/profiles/*.json | xargs)" ;;
  esac
  shift
  [ -f "load/profiles/$profile.json" ] || die "There is no load/profiles/$profile.json."
  for arg in "$@"; do
    case $previous in
      --workers) workers=$arg ;;
      --address) site=$arg ;;
      --voice) voice=$arg ;;
    esac
    previous=$arg
  done
  local all names shopdb
  all=$(instances)
  mapfile -t names < <(awk '$2 == "load-worker" { print $1 }' <<<"$all" | head -n "$workers")
  [ "${#names[@]}" = "$workers" ] ||
    die "The graph has ${#names[@]} load workers: ./dev run --load-workers $workers starts one with more."
  if [ -z "$voice" ] && grep -qE '"(AudioSocketUser|SilentCaller)"' "load/profiles/$profile.json"; then
    grep -q '^voice[^ ]* voice Running Healthy' <<<"$all" ||
      die "Callers need the telephone: ./dev start voice. In a graph of ./dev run --speech stubs it costs nothing."
    voice=$(address_of voice tcp)
    set -- "$@" --voice "${voice#tcp://}"
  fi
  install_load_tools
  build Shop.Load
  # Only the graph's own shop has its database here.
  [ -n "$site" ] || { site=$(address_of web) && shopdb=$(connection shopdb) && set -- "$@" --address "$site"; }
  # shellcheck disable=SC2064
  trap "stop_load ${names[*]}" EXIT
  say "Starting Locust and $workers worker(s)"
  for arg in locust "${names[@]}"; do
    graph resource "$arg" start >/dev/null 2>&1 || die "$arg did not start: ./dev logs $arg"
  done
  say "Locust: $(address_of web)/locust/ (staff only)"
  ConnectionStrings__shopdb=${shopdb:-} dotnet exec "$program" lead --page "$(address_of locust)" \
    --profile "load/profiles/$profile.json" --baselines load/baselines.yml --reports "$root/artifacts/load" "$@" ||
    code=$?
  return $code
}

# The master tells its workers to quit.
stop_load() { # worker...
  graph resource locust stop >/dev/null 2>&1 || true
  for name in "$@"; do graph resource "$name" stop >/dev/null 2>&1 || true; done
}

# Exits as the program does: 0, or 1 when a step failed.
rehearse() {
  install_missing --servers local
  install_test_tools
  build
  exec dotnet exec "$root/artifacts/bin/Rehearsal/debug/Rehearsal.dll" "$@"
}

# Fails if a test failed, or if a data flow has no test.
report() {
  [ -f "$root/artifacts/test-report/report.xml" ] || die "There is no test run to report: ./dev test"
  build rehearse
  local code=0
  dotnet exec "$root/artifacts/bin/Rehearsal/debug/Rehearsal.dll" integration-report \
    "$root/artifacts/test-report/report.xml" "$root/artifacts/integration-report" || code=$?
  cat "$root/artifacts/integration-report/summary.md"
  return $code
}

# Known vulnerabilities and licences of all packages; the list itself (SBOM, CycloneDX) is in artifacts/audit.
audit() {
  local found folder=$root/artifacts/audit
  need_sdk
  has jq || install_packages jq
  restore_tools
  step "Restoring packages" dotnet restore Shop.sln
  found=$(dotnet list Shop.sln package --vulnerable --include-transitive) || die "$found"
  ! grep -q '^   > ' <<<"$found" || die "$found"
  step "Listing packages" dotnet CycloneDX Shop.sln -o "$folder" -F json -fn bom.json --disable-package-restore
  # MPL-2.0 asks something of those who change the library. The packages that are named have a file or an address
  # instead of an identifier: BSD-2-Clause, MIT, MPL-2.0, Microsoft's licence of .NET libraries, and, in the load worker
  # only, LGPL-3.0 with an exception for linking.
  found=$(jq -r '.components[] | ((.licenses // [{}])[0].license // {} | .id // .name // .url // "none") as $licence |
    select($licence | IN("MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "PostgreSQL", "MPL-2.0") | not) |
    select(.name | IN("Fractions", "HdrHistogram", "CommandLineParser", "Microsoft.DotNet.PlatformAbstractions",
      "AsyncIO", "Microsoft.NETCore.Platforms", "NETStandard.Library", "NetMQ") | not) |
    "\(.name) \(.version): \($licence)"' "$folder/bom.json")
  [ -z "$found" ] || die "The shop may not use packages with these licences:"$'\n'"$found"
  say "$(jq '.components | length' "$folder/bom.json") packages without a known vulnerability: artifacts/audit/bom.json"
}
