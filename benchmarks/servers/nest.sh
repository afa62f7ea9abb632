#!/bin/sh
# The peer for the same job: NestJS, Socket.io, TypeORM, on the same PostgreSQL.
. "$(dirname "$0")/environment.sh"
export NODE_ENV=production
cd "$PEERS_HOME/nest" && exec taskset -c "$SERVER_CORE" node dist/main.js
