#!/bin/sh
# This application on PostgreSQL, on its own core, with limits that a load generator does not meet, unless told "default-limits".
. "$(dirname "$0")/environment.sh"
cd "$BENCH_HOME/.."
export DATABASE_URL="$PG_URL/chat_app" SECRET_KEY="$JWT_SECRET" HOST=127.0.0.1 PORT=7004 DATA_DIR="$PEERS_HOME/chat_app"
export BCRYPT_COST=10 SIGN_UPS=1000000
[ "${1:-}" = default-limits ] || export MESSAGES_PER_WINDOW=1000000 SIGN_IN_TRIES=1000000 REQUESTS_PER_WINDOW=100000000
"${APP_PYTHON:-.venv/bin/python}" -m chat_app migrate
exec taskset -c "$SERVER_CORE" "${APP_PYTHON:-.venv/bin/python}" -m chat_app serve
