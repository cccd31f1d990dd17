# Steps that ./run, ./test and bench/run share; sourced by them at the root of the repository.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

say() { printf '%s\n' "$*"; }

fail() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

require_tools() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is missing: install it (https://dot.net/download), then try again."
  dotnet --version >/dev/null 2>&1 || fail "The .NET SDK 10 is missing: only $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd, -) was found."
  command -v node >/dev/null || fail "Node.js 20 is missing: install it (https://nodejs.org), then try again."
  local node
  node=$(node --version)
  node=${node#v}
  [ "${node%%.*}" -ge 20 ] || fail "Node.js 20 or newer is needed, and this is $node."
  command -v npm >/dev/null || fail "npm is missing: it belongs to Node.js 20, install it, then try again."
}

# The first start downloads and builds about 1.5 GB.
require_space() {
  local free needed=500
  [ -d artifacts/bin ] && [ -d node_modules ] || needed=2500
  free=$(df -Pm . | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$needed" ] || fail "This disk has $free MB left and $needed MB are needed: make room, then try again."
}

# Runs a command whose output matters only when it fails.
quietly() {
  local what=$1 log
  shift
  mkdir -p artifacts
  log=artifacts/${what// /-}.log
  if ! "$@" >"$log" 2>&1 </dev/null; then
    grep -E 'error|ERR!' "$log" | sort -u | head -n 15 >&2 || tail -n 15 "$log" >&2
    grep -q 'No space left' "$log" && fail "The disk is full: make room, then try again."
    fail "\"$what\" failed; all of its output is in $log."
  fi
}

# install_packages [FOLDER]: those of the repository, or those of a folder that has its own.
install_packages() {
  local folder=${1:-.} what="npm ci" stamp
  [ "$folder" = . ] || what+=" of ${folder##*/}"
  stamp=$folder/node_modules/.installed-lock
  # npm would empty a folder that belongs to another clone.
  [ ! -L "$folder/node_modules" ] || return 0
  if ! cmp -s "$folder/package-lock.json" "$stamp"; then
    say "Installing the npm packages …"
    quietly "$what" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
    cp "$folder/package-lock.json" "$stamp"
  fi
}

# compile PROJECT...: one compiler for all its projects takes half the time of one for each. It is this build's own, and goes with it.
compile() {
  local server=marketplace-$$-$RANDOM code=0
  dotnet build "$@" -v quiet -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId="$server" || code=$?
  pkill -f "[p]ipename:$server" || true
  return "$code"
}

# build_once CONFIGURATION PROJECT SOURCES...: builds when a source is newer than the last build.
build_once() {
  local configuration=$1 project=$2 stamp
  shift 2
  stamp=artifacts/built-${project//\//-}-$configuration
  if [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print -quit)" ]; then
    say "Building …"
    mkdir -p artifacts
    touch artifacts/build-began
    quietly "dotnet build" compile "$project" -c "$configuration"
    # A file saved while the build ran is newer than this stamp; what the build itself wrote is not.
    if [ -n "$(find "$@" -name '*.cs' -newer artifacts/build-began -print -quit)" ]; then
      touch -r artifacts/build-began "$stamp"
    else
      touch "$stamp"
    fi
  fi
}

is_debian_root() { [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; }

# install_debian PROGRAM=PACKAGE...: installs the packages whose programs are absent; fails when that is not possible.
install_debian() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  is_debian_root || return 1
  mkdir -p artifacts
  say "Installing ${missing[*]} …"
  {
    DEBIAN_FRONTEND=noninteractive apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
  } >artifacts/apt-get.log 2>&1 </dev/null
}

# Pictures are resized by vipsthumbnail; without it the originals are served, so its absence stops nobody.
install_image_tool() {
  local tried=artifacts/tried-libvips
  if ! command -v vipsthumbnail >/dev/null && [ ! -e "$tried" ]; then
    install_debian vipsthumbnail=libvips-tools || say "vipsthumbnail (Debian package libvips-tools) is missing: pictures are served in their original size."
    mkdir -p artifacts
    touch "$tried"
  fi
}
