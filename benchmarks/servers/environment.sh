# Sourced by every script here. Override any of these from outside.
: "${BENCH_HOME:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${PEERS_HOME:=${TMPDIR:-/tmp}/chat-bench}"   # where peers and their databases are built
: "${PG_URL:=postgresql://postgres@127.0.0.1:5440}"
: "${SERVER_CORE:=0}" "${GEN_CORE:=1}"
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)"
export BENCH_HOME PEERS_HOME PG_URL PATH PYTHONDONTWRITEBYTECODE=1
