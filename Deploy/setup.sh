#!/usr/bin/env bash
# Installs what building, trying and testing Muster needs on Debian or Ubuntu, and checks the Swift
# toolchain. Says nothing when nothing is missing, and may be run again at any time.
#
# It looks for what is used (a program, a library, a file), not for packages, so that another system on
# which the same things come from elsewhere is left in peace.
set -euo pipefail

swift_needed=6.2
playwright=1.65.2  # drives the browser in tests
openapi=0.9.0  # openapi-spec-validator, which reads Protocol/openapi*.yaml in tests
missing=()   # what is not there, in words
packages=()  # what brings it

need() { # need WORDS PACKAGE... -- TEST...
  local words=$1 brings=()
  shift
  while [ "$1" != -- ]; do brings+=("$1"); shift; done
  shift
  "$@" >/dev/null 2>&1 && return
  missing+=("$words")
  local package
  for package in "${brings[@]}"; do
    [[ " ${packages[*]} " == *" $package "* ]] || packages+=("$package")
  done
}

program() { command -v "$1"; }
library() { pkg-config --exists "$1"; }
any_of() { compgen -G "$1"; }
sqlite_has_fts5() { python3 -c 'import sqlite3; sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5(x)")'; }
python_has_pip() { python3 -m pip --version; }
python_has_schemas() { python3 -c 'from jsonschema import Draft202012Validator'; }
python_has_yaml() { python3 -c 'import yaml'; }
python_has_cryptography() { python3 -c 'from cryptography.hazmat.primitives.asymmetric import ed25519'; }
arabic_font() { [ -n "$(fc-list :lang=ar family)" ]; }
swift_loads() { # every library that the toolchain's own programs load is there
  local swift loaded
  swift=$(command -v swift) || return 0
  loaded=$(ldd "$(dirname "$(readlink -f "$swift")")"/swift-{package,frontend,format} 2>/dev/null) || true
  [[ $loaded != *'not found'* ]]
}

look() {
  missing=() packages=()
  need 'make' make -- program make
  need 'git' git -- program git
  need 'python3' python3 -- program python3
  need 'SQLite in python3' python3 -- sqlite_has_fts5
  need 'jsonschema in python3' python3-jsonschema -- python_has_schemas
  need 'yaml in python3' python3-yaml -- python_has_yaml
  need 'cryptography in python3' python3-cryptography -- python_has_cryptography
  need 'pkg-config' pkg-config -- program pkg-config
  need 'faketime' faketime -- program faketime
  need 'openssl' openssl -- program openssl
  need 'pip for python3' python3-pip -- python_has_pip
  need 'a browser' chromium -- program chromium
  need 'a font with Arabic letters' fonts-noto-core -- arabic_font
  need 'systemd-analyze' systemd -- program systemd-analyze
  need 'a reader of QR codes' zbar-tools -- program zbarimg
  need 'zsh' zsh -- program zsh
  need 'man' man-db -- program man
  need 'groff' groff-base -- program groff
  need 'mandoc' mandoc -- program mandoc
  need 'time zones' tzdata -- test -e /usr/share/zoneinfo/Asia/Jerusalem
  need 'SQLite' libsqlite3-dev -- library sqlite3
  need 'OpenSSL' libssl-dev -- library openssl
  need 'libevent' libevent-dev -- library libevent_openssl
  need 'libdeflate' libdeflate-dev -- library libdeflate
  need 'libqrencode' libqrencode-dev -- library libqrencode
  # The toolchain brings its own compilers and linker, but not these.
  need 'a linker' binutils -- program ld
  need 'the C library to link with' libc6-dev -- test -e /usr/include/stdlib.h
  need 'the C++ library to link with' g++ -- any_of '/usr/lib/gcc/*/*/libstdc++.so'
  need 'zlib to link with (Foundation, in tests)' zlib1g-dev -- test -e /usr/include/zlib.h
  need 'libraries that the Swift toolchain loads' \
    libcurl4 libedit2 libncurses6 libsqlite3-0 libxml2 -- swift_loads
}

say() { printf 'setup: %s\n' "$*" >&2; }
listed() { local IFS=,; printf '%s' "${missing[*]}" | sed 's/,/, /g'; }

install_packages() {
  if ! command -v apt-get >/dev/null; then
    say "missing: $(listed). This is no Debian or Ubuntu: install what stands for: ${packages[*]}"
    exit 69
  fi
  if [ "$(id -u)" -ne 0 ]; then
    say "missing: $(listed). Run: sudo $0"
    exit 77
  fi
  say "installing: ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local log
  log=$(mktemp)
  if ! { apt-get update -q && apt-get install -qy --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "apt-get could not install them: see above; mend that, then run $0 again"
    exit 69
  fi
  rm -f "$log"
}

# What PyPI alone has.
install_from_pypi() { # install_from_pypi PACKAGE VERSION
  local found
  found=$(python3 -c 'import sys; from importlib.metadata import version; print(version(sys.argv[1]))' "$1" 2>/dev/null) || true
  [ "$found" = "$2" ] && return
  say "installing: $1 $2 (PyPI)"
  if ! PIP_BREAK_SYSTEM_PACKAGES=1 PIP_ROOT_USER_ACTION=ignore \
    python3 -m pip install -q --disable-pip-version-check "$1==$2" >&2; then
    say "pip could not install $1 $2: see above; mend that, then run $0 again"
    exit 69
  fi
}

check_swift() {
  local found newest
  if ! command -v swift >/dev/null; then
    # Under sudo the path is root's; make asks again as the person.
    [ -n "${SUDO_USER:-}" ] && return
    say "there is no swift on the PATH. Install Swift $swift_needed or newer (https://www.swift.org/install/linux/)," \
      "or add the folder of the one you have: export PATH=/opt/swift/usr/bin:\$PATH"
    exit 69
  fi
  found=$(swift --version 2>&1) || true
  found=$(sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' <<<"$found" | head -n 1)
  newest=$(printf '%s\n%s\n' "$swift_needed" "${found:-0}" | sort -V | tail -n 1)
  if [ "$newest" != "${found:-0}" ]; then
    say "$(command -v swift) is Swift ${found:-of no known version}; Muster needs $swift_needed or newer" \
      "(https://www.swift.org/install/linux/)"
    exit 69
  fi
}

look
if [ ${#packages[@]} -gt 0 ]; then
  install_packages
  look
  if [ ${#missing[@]} -gt 0 ]; then
    say "still missing after the installation: $(listed)"
    exit 69
  fi
fi
# Drives a browser that is there; the package brings none by itself.
install_from_pypi playwright "$playwright"
install_from_pypi openapi-spec-validator "$openapi"
check_swift
