#!/usr/bin/env bash
# Puts Muster on this machine: programs, manual pages, completions for bash and zsh, systemd units,
# settings, the user "muster", data folders.
#
#   sudo Deploy/install.sh [--dry-run] [--from DIR]
#
# --dry-run   say what would be done, and do nothing
# --from DIR  the folder with muster-hub and muster-node (default: .build/release)
#
# May be run again at any time: what is as it should be is left alone, settings are never overwritten,
# nothing is started, restarted or enabled. DESTDIR=FOLDER puts everything below that folder, makes no
# user and tells systemd nothing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
from=$here/../.build/release
root=${DESTDIR:-}
dry=
changed=0

say() { printf 'install: %s\n' "$*"; }
fail() { # fail CODE WORDS
  printf 'install: %s\n' "$2" >&2
  exit "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=1 ;;
    --from) from=${2:?--from needs a folder} && shift ;;
    --help | -h) sed -n '2,/^set /s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) fail 64 "$1 is no option: --dry-run, --from DIR" ;;
  esac
  shift
done

# do_it WORDS COMMAND...: says what changes, and does it unless this is a dry run.
do_it() {
  local words=$1
  shift
  changed=$((changed + 1))
  if [ -n "$dry" ]; then
    say "would $words"
  else
    say "$words"
    "$@"
  fi
}

# A file is replaced in one step, so that a program that runs is not disturbed.
place() { # place SOURCE TARGET MODE
  mkdir -p "$(dirname "$2")"
  install -m "$3" "$1" "$2.new"
  mv -f "$2.new" "$2"
}

put() { # put SOURCE TARGET MODE
  local target=$root$2
  if cmp -s "$1" "$target" && [ "$(stat -c %a "$target")" = "$3" ]; then return; fi
  do_it "put $(basename "$1") at $target" place "$1" "$target" "$3"
}

# The program that was there stays beside the new one, for going back.
put_program() { # put_program NAME
  local target=$root/usr/local/bin/$1
  if [ -e "$target" ] && ! cmp -s "$from/$1" "$target"; then
    do_it "keep the $1 of before as $target.before" cp -p "$target" "$target.before"
  fi
  put "$from/$1" "/usr/local/bin/$1" 755
}

write_settings() { # write_settings TARGET TEXT
  mkdir -p "$(dirname "$1")"
  printf '%s' "$2" >"$1"
  chmod 644 "$1"
}

settings() { # settings PATH TEXT
  local target=$root$1
  if [ -e "$target" ]; then return; fi
  do_it "write $target" write_settings "$target" "$2"
}

folder() { # folder PATH
  local target=$root$1
  if [ -n "$root" ]; then
    [ -d "$target" ] || do_it "make the folder $target" install -d -m 700 "$target"
  elif [ ! -d "$target" ] || [ "$(stat -c '%U %a' "$target")" != 'muster 700' ]; then
    do_it "make the folder $target, for the user muster alone" \
      install -d -m 700 -o muster -g muster "$target"
  fi
}

for program in muster-hub muster-node; do
  [ -x "$from/$program" ] || fail 69 "$from/$program is not there: make release first, or give --from DIR"
done
# On a machine that only runs Muster, libraries may be missing; the loader names them.
if libraries=$(ldd "$from/muster-hub" "$from/muster-node" 2>/dev/null | awk '/not found/ {print $1}' | sort -u | xargs) &&
  [ -n "$libraries" ]; then
  fail 69 "libraries are missing: $libraries. On Debian 12: apt-get install libevent-openssl-2.1-7 libdeflate0 libqrencode4 libsqlite3-0 libssl3"
fi
[ -e /usr/share/zoneinfo/Asia/Jerusalem ] || fail 69 'time zones are missing: apt-get install tzdata'
if [ -z "$dry" ] && [ -z "$root" ] && [ "$(id -u)" -ne 0 ]; then
  fail 77 "this needs root: sudo $0, or see what it would do: $0 --dry-run"
fi

if [ -z "$root" ] && ! getent passwd muster >/dev/null; then
  do_it 'make the user muster, who cannot log in' \
    useradd --system --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin \
    --comment 'Muster' muster
fi
put_program muster-hub
put_program muster-node
put "$here/backup.sh" /usr/local/libexec/muster-hub-backup 755
units=$changed
for unit in "$here"/systemd/*; do put "$unit" "/etc/systemd/system/$(basename "$unit")" 644; done
units=$((changed - units))
# Where the programs were made, make release has written these beside them.
if [ -d "$from/share" ]; then
  for program in muster-hub muster-node; do
    put "$from/share/man/man1/$program.1" "/usr/local/share/man/man1/$program.1" 644
    put "$from/share/bash-completion/completions/$program" \
      "/usr/local/share/bash-completion/completions/$program" 644
    put "$from/share/zsh/site-functions/_$program" "/usr/local/share/zsh/site-functions/_$program" 644
  done
fi
put "$here/README.md" /usr/local/share/doc/muster/README.md 644

settings /etc/muster/hub.env '# Read when the hub, the standby or a backup starts: systemctl restart muster-hub after a change.
# More options: muster-hub serve --help. One line each, without quotes around a whole line.

# Where nodes connect, and where boards and scripts do.
MUSTER_HUB_OPTIONS=--listen 0.0.0.0:7575 --http 127.0.0.1:7580

# Options of muster-hub follow, on the machine of a standby: --hub HOST:PORT where the hub has moved.
MUSTER_STANDBY_OPTIONS=

# So many daily backups are kept.
MUSTER_BACKUP_KEEP=14
'
settings /etc/muster/node.env '# Read when the node starts: systemctl restart muster-node after a change.
# More options: muster-node serve --help. One line each, without quotes around a whole line.

# Where desks connect. For other machines of the point: --http 0.0.0.0:7590 --host NAME-OF-THIS-MACHINE
MUSTER_NODE_OPTIONS=--http 127.0.0.1:7590
'
folder /var/lib/muster-hub
folder /var/lib/muster-hub-backup
folder /var/lib/muster-node
folder /var/lib/muster-exchange

if [ "$units" -gt 0 ] && [ -z "$root" ] && [ -d /run/systemd/system ]; then
  do_it 'tell systemd that units have changed' systemctl daemon-reload
fi

if [ "$changed" -eq 0 ]; then
  say 'everything is in place already'
elif [ -n "$dry" ]; then
  say 'nothing was changed: a dry run'
else
  say "done; what runs already goes on as it was: systemctl restart muster-hub (or muster-node) when it suits"
  [ -d "$from/share" ] || say "no manual pages were beside the programs: make man writes them"
  say "the operator's guide: $root/usr/local/share/doc/muster/README.md"
fi
