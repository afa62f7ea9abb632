#!/bin/sh
# This application, on its own core, with limits that a load generator does not meet, unless told "default-limits".
. "$(dirname "$0")/environment.sh"
cd "$BENCH_HOME/.."
export SECRET_KEY="$JWT_SECRET" HOST=127.0.0.1 DATA_DIR="$PEERS_HOME/chat_app" SIGN_UPS=1000000
[ "${1:-}" = default-limits ] || export MESSAGES_PER_WINDOW=1000000 SIGN_IN_TRIES=1000000 REQUESTS_PER_WINDOW=100000000
python="${APP_PYTHON:-.venv/bin/python}"
"$python" -m chat_app migrate
exec taskset -c "$SERVER_CORE" "$python" -m chat_app serve
