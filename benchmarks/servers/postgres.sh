#!/bin/sh
# Makes (once) and starts the benchmark's own PostgreSQL; "stop" stops it.
. "$(dirname "$0")/environment.sh"
folder="$PEERS_HOME/pg"
mkdir -p "$folder"
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as() { su postgres -c "PATH='$PATH'; cd / && $1"; }
else
  as() { sh -c "cd / && $1"; }
fi
if [ "${1:-}" = stop ]; then as "pg_ctl -D $folder/data -m fast stop"; exit; fi
if [ ! -d "$folder/data" ]; then
  as "initdb -D $folder/data --auth=trust -U postgres --encoding=UTF8 --locale=C" >/dev/null
  cat > "$folder/settings" <<C
listen_addresses = '127.0.0.1'
port = 5440
unix_socket_directories = '$folder'
max_connections = 200
shared_buffers = 512MB
jit = off
C
  as "cat $folder/settings >> $folder/data/postgresql.conf"
fi
# It may still be there, from a run that was cut short.
as "pg_ctl -D $folder/data status" >/dev/null ||
  as "taskset -c $SERVER_CORE pg_ctl -D $folder/data -l $folder/log -w start" >/dev/null
