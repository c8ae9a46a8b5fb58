#!/bin/sh
# Restarts the processes one after the other: sh roll.sh 3010 3011
set -eu

wait_until_ready() {
  tries=0
  until curl --silent --fail --max-time 3 --output /dev/null "http://127.0.0.1:$1/ready"; do
    tries=$((tries + 1))
    if [ "$tries" -ge "${READY_SECONDS:-30}" ]; then
      echo "commerce-admin@$1 is not ready: the others were not restarted." >&2
      exit 1
    fi
    sleep 1
  done
}

# While another process is not ready, a restart would be an outage.
for port in "$@"; do wait_until_ready "$port"; done

for port in "$@"; do
  systemctl restart "commerce-admin@$port"
  wait_until_ready "$port"
  echo "commerce-admin@$port is ready."
done
