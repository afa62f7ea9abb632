# Sourced by every script here. Override any of these from outside.
: "${BENCH_HOME:=$(cd "$(dirname "$0")/.." && pwd)}"
: "${PEERS_HOME:=${TMPDIR:-/tmp}/chat-bench}"   # where the peer, its database and the generator are built
: "${PG_URL:=postgres://postgres@127.0.0.1:5440}"
: "${SERVER_CORE:=0}" "${GEN_CORE:=1}"
JWT_SECRET=bench-secret-bench-secret-bench-secret
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)"
export BENCH_HOME PEERS_HOME PG_URL JWT_SECRET PATH PYTHONDONTWRITEBYTECODE=1
