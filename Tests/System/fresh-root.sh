#!/usr/bin/env bash
# Proves that Deploy/setup.sh is enough: a bare Debian, a fresh clone, setup, build.
#
#   sudo Tests/System/fresh-root.sh [make TARGET]     default: build
#
# Needs root, debootstrap, the network, 3 GB under TMPDIR, and a Swift toolchain on the PATH, which is shown
# to the bare system read-only. All mounts live in a mount namespace of their own, so that nothing is
# left mounted whatever happens, and the folder is removed at the end.
set -euo pipefail

target=${1:-build}
suite=${SUITE:-bookworm}
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)

if [ -z "${FRESH_ROOT:-}" ]; then
  [ "$(id -u)" -eq 0 ] || { echo "fresh-root: needs root: sudo $0" >&2; exit 77; }
  for program in debootstrap swift unshare; do
    command -v "$program" >/dev/null || { echo "fresh-root: needs $program on the PATH" >&2; exit 69; }
  done
  root=$(mktemp -d "${TMPDIR:-/tmp}/muster-fresh-root.XXXXXX")
  # The mounts are gone with the namespace; one file system only, in case that is ever untrue.
  trap 'rm -rf --one-file-system "$root"' EXIT
  FRESH_ROOT=$root unshare --mount --propagation private "$0" "$@"
  exit
fi

root=$FRESH_ROOT
toolchain=$(cd "$(dirname "$(readlink -f "$(command -v swift)")")/../.." && pwd)
mirror=$(grep -rhoE 'https?://[^ ]*/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 || true)

step() { printf '== %s\n' "$*"; }
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb CI="${CI:-true}" \
    PATH="/toolchain/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" bash -c "cd /muster && $1"
}

step "a bare $suite"
debootstrap --variant=minbase "$suite" "$root" ${mirror:+"${mirror%% *}"} >"$root.log" 2>&1 \
  || { tail -n 20 "$root.log" >&2; exit 69; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir "$root/toolchain"
mount --bind "$toolchain" "$root/toolchain"
mount -o remount,ro,bind "$root/toolchain"
cp /etc/resolv.conf "$root/etc/resolv.conf"
git clone -q --no-hardlinks "$repository" "$root/muster"

step "setup"
inside './Deploy/setup.sh'
step "setup again: it must say and do nothing"
[ -z "$(inside './Deploy/setup.sh' 2>&1)" ]
step "make $target"
inside "make $target"
step "done: a bare $suite is enough"
