#!/usr/bin/env bash
# Runs the tests. See ./test.sh --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/java.sh
source scripts/java.sh
# shellcheck source=scripts/servers.sh
source scripts/servers.sh

usage() {
  cat <<'TEXT'
Usage: ./test.sh [quick|long] [-- MAVEN ARGUMENTS]

  ./test.sh          every test but the long ones, with real servers; installs a missing server when it may; then makes a release and runs it
  ./test.sh quick    unit and in-memory tests only: no server is installed or started
  ./test.sh long     everything, and the soaks, big fuzzing runs and long fault schedules with it

Where the variable CI is set, a test that fails is tried once more; the summary names each that needed it.

After -- comes what Maven is told besides, for example: ./test.sh quick -- -pl bus-api -am

Ends with 0 when all is well, 1 when a test or a check failed, 2 for wrong usage, 3 when something it needs is missing.
TEXT
}

red='' bold='' plain='' colour=plain style=never
if [[ -t 1 && -z ${CI:-} && -z ${NO_COLOR:-} ]]; then
  red=$'\033[31m' bold=$'\033[1m' plain=$'\033[0m' colour=colour style=always
else
  # Without it Maven ends its output with two resets, on a terminal or not.
  export MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true"
fi
step() { echo "${bold}== $*${plain}"; }
complain() { echo "${red}$*${plain}" >&2; }

mode=all
case ${1:-} in
  -h | --help | help) usage && exit 0 ;;
  quick | long) mode=$1 && shift ;;
esac
if [[ ${1:-} == -- ]]; then
  shift
elif (($# > 0)); then
  complain "Unknown argument: $1"
  usage >&2
  exit 2
fi

started=$(date +%s)

step "What the tests need"
find_jdk || exit 3
echo "JDK: $MERIDIAN_JAVA_HOME"
if ! command -v mvn >/dev/null; then
  complain "Maven is missing. Install it (Debian: apt-get install maven) and run this again."
  exit 3
fi
# Maven runs on any JDK from 17 and finds the newer one by itself; these help it where neither is in a usual place.
export JAVA25_HOME=$MERIDIAN_JAVA_HOME
if [[ -z ${JAVA_HOME:-} ]] && ! command -v java >/dev/null; then
  export JAVA_HOME=$MERIDIAN_JAVA_HOME
fi
if [[ $mode != quick ]]; then
  need_server nats-server || exit 3
  need_python_grpc || exit 3
  need_timescaledb
  need_clickhouse
  need_chromium
  need_prometheus
  need_faketime
  trap stop_docker EXIT
  need_docker
  need_compose
fi

case $mode in
  quick) excluded=server,long ;;
  all) excluded=long ;;
  long) excluded= ;;
esac

again=0
[[ -z ${CI:-} ]] || again=1

step "Sources"
maven=(mvn -B -ntp "-Dstyle.color=$style")
sources=0
"${maven[@]}" -q -N verify </dev/null || sources=$?

step "Build and tests ($mode)"
tests=0
# To share the tests of a module out to two processes, Maven must load them itself.
JAVA_HOME=$MERIDIAN_JAVA_HOME "${maven[@]}" -T2 -fae verify -Dformat.skip "-DexcludedGroups=$excluded" \
  -DforkCount=2 "-Dsurefire.rerunFailingTestsCount=$again" "$@" </dev/null || tests=$?

release=0
if [[ $mode != quick && $# == 0 ]] && ((tests == 0)); then
  step "Release"
  ./package.sh --check </dev/null || release=$?
fi

step "Summary"
report=0
"$MERIDIAN_JAVA" scripts/TestReport.java . "$started" "$colour" || report=$?
took=$(($(date +%s) - started))
echo "$((took / 60)) min $((took % 60)) s"

((sources == 0)) || complain "The source check failed, see under Sources."
((tests == 0)) || complain "The build or its tests failed, see above."
((release == 0)) || complain "The release cannot be made or does not run, see under Release."
((sources == 0 && tests == 0 && report == 0 && release == 0)) || exit 1
