#!/usr/bin/env bash
# Starts the development stack. What is here is what must happen before Java can run; the rest is `meridian dev`.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=scripts/build.sh
source scripts/build.sh

usage() {
  cat <<'TEXT'
Usage: ./launch_dev.sh [OPTIONS]            start the stack, with a live view in this terminal
       ./launch_dev.sh COMMAND [OPTIONS]

Starts what the engine of BUS_BACKEND needs, the kernel, the store of market data, a simulated market, a strategy that trades on paper with all that is
between it and the market, each plugin beside its sidecar, the management pages in a browser, and a view of live rates, latencies, orders, positions and values. Builds first when sources are newer than the build. Ctrl-C ends everything; nothing
is left behind. `./meridian run DIR` joins a plugin of your own. A plugin whose source is saved is built and started again at once, its sidecar stays. Every process shows figures for Prometheus; the line `metrics` says where.

Options:
  --name NAME     another stack beside the first (default: dev)
  --seconds N     end N seconds after the first figures
  --rate N        quotes and trades a second (default: 5000)
  --profile NAME  minimal: what trades, and the manager; full (default): the store, the audit log and the pages, too
  --no-store      store no market data (otherwise: ./meridian data status)
  --no-audit      record no audit log (otherwise: ./meridian audit verify)
  --no-ui         serve no management pages (otherwise: its line says where they are, and how to log in)
  --docker        everything in containers, as a project of docker compose, from an image that is built here (deploy/compose)
  --record DIR    write down what each plugin sees and says, for ./meridian replay
  --json          one JSON object a second in place of the view

Commands:
  status          the processes of each stack
  logs [PROCESS]  the end of the logs; -f to follow
  restart PROCESS end one and start it again, a plugin with its sidecar
  down            end the stack, wherever it was started
  doctor          check what the stack needs, and say how to mend what is wrong
  reset           delete the stack's data and logs, after asking (--yes: without)

Settings (docs/reference/settings.md has all of them):
  BUS_BACKEND     aeron (default), nats or kafka
  STORAGE_BACKEND duckdb (default), timescaledb or clickhouse; STORAGE_URL with STORAGE_USER and STORAGE_PASSWORD: your own server
  NATS_URL, KAFKA_BOOTSTRAP, or AERON_DRIVER=external with AERON_DIR: use your own server instead of starting one

Logs, data and process numbers are in .run/NAME.
Ends with 0 when all is well, 1 when something failed, 2 for wrong usage or settings, 3 without JDK or Maven.
TEXT
}

command=up
arguments=()
while (($# > 0)); do
  case $1 in
    -h | --help | help) usage && exit 0 ;;
    up | status | logs | restart | down | doctor | reset)
      # The first such word is the command; one after it may be the name of a process.
      if [[ $command == up ]]; then command=$1; else arguments+=("$1"); fi
      ;;
    --name)
      # Its value may look like a command.
      arguments+=("$1")
      if (($# > 1)); then shift && arguments+=("$1"); fi
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

find_jdk || exit 3
case $command in
  up)
    build_when_stale || exit $?
    ;;
  doctor)
    echo "ok     jdk       $MERIDIAN_JAVA_HOME"
    if is_release; then
      : # It has no sources to build.
    elif command -v mvn >/dev/null; then
      echo "ok     maven     $(command -v mvn)"
    else
      echo "wrong  maven     missing. Install it (Debian: sudo apt-get install maven)."
    fi
    if ! is_built; then
      echo "note   build     missing or old: ./launch_dev.sh builds, then doctor can tell more."
      exit 0
    fi
    echo "ok     build     up to date"
    ;;
  *)
    if [[ -z ${MERIDIAN_CLASS_PATH:-} && ! -e $class_path_file ]] && ! is_release; then
      echo "Nothing is built here, so no stack runs."
      exit 0
    fi
    ;;
esac
run_meridian dev "$command" ${arguments[@]+"${arguments[@]}"}
