#!/bin/sh
# The second peer: python-socketio and asyncpg under uvicorn, on the same PostgreSQL.
. "$(dirname "$0")/environment.sh"
cd "$BENCH_HOME/peer_pysio" && exec taskset -c "$SERVER_CORE" "$PEERS_HOME/venv_pysio/bin/uvicorn" app:app \
  --host 127.0.0.1 --port "$PORT" --loop uvloop --http httptools --ws websockets-sansio \
  --ws-per-message-deflate false --no-access-log --log-level warning
