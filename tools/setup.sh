#!/usr/bin/env bash
# Installs what is missing on a Debian 12 and builds the program. Sourced by ./demo and ./check.
# need PACKAGE...: installs those that dpkg does not know as installed.
set -euo pipefail

need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  echo "installing: ${missing[*]}" >&2
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# shellcheck disable=SC2034  # used by those that source this file
BUILD_PACKAGES=(gcc g++ cmake ninja-build pkg-config libgdal-dev proj-data coinor-libclp-dev coinor-libcoinutils-dev
  libxlsxwriter-dev libgmp-dev libjansson-dev libexpat1-dev libcmocka-dev)
# shellcheck disable=SC2034
CHECK_PACKAGES=(clang libclang-rt-14-dev clang-tidy chromium python3 locales gdal-bin coinor-clp coinor-cbc glpk-utils shellcheck postgresql postgis postgresql-15-postgis-3)

# Node is wanted only for the browser tests; any node will do.
need_node() { command -v npm >/dev/null 2>&1 || need nodejs npm; }

# build FOLDER [cmake options]: configures once, then builds.
build() {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || cmake -G Ninja -S . -B "$folder" "$@" >/dev/null
  cmake --build "$folder" -- --quiet
}
