#!/bin/sh
# Crawls again and again: CRAWL_EVERY (seconds, "6h") after one crawl has ended the next begins. A signal is passed on
# to the crawl, which ends within ten seconds.
stop() {
    kill -TERM "$child" 2>/dev/null
    wait "$child"
    exit 0
}
trap stop TERM INT

while :; do
    netralitas crawl "$@" &
    child=$!
    wait "$child"
    netralitas backup "${NETRALITAS_DATABASE}.backup" &
    child=$!
    wait "$child"
    sleep "${CRAWL_EVERY:-1d}" &
    child=$!
    wait "$child"
done
