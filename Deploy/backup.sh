#!/bin/sh
# Makes one backup of the hub while it goes on, and keeps the newest MUSTER_BACKUP_KEEP of them.
# Installed as /usr/local/libexec/muster-hub-backup; muster-hub-backup.service runs it.
set -eu
umask 077

data=${MUSTER_DATA:-/var/lib/muster-hub}
folder=${MUSTER_BACKUP_FOLDER:-/var/lib/muster-hub-backup}
keep=${MUSTER_BACKUP_KEEP:-14}
hub=${MUSTER_HUB:-/usr/local/bin/muster-hub}

case $keep in
  '' | *[!0-9]* | 0*)
    echo "muster-hub-backup: MUSTER_BACKUP_KEEP=$keep: write a number from 1 on" >&2
    exit 64
    ;;
esac

"$hub" backup "$folder/hub-$(date -u +%Y%m%dT%H%M%SZ)" --data "$data"

# Old ones go only once the new one is whole. The names sort by time.
find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'hub-[0-9]*Z' | sort -r | tail -n "+$((keep + 1))" |
  while IFS= read -r old; do
    rm -rf -- "$old"
    echo "muster-hub-backup: removed $old"
  done
