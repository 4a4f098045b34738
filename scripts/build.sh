# shellcheck shell=bash
# Builds the meridian command when its sources are newer than the build, and runs it. Sourced.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
class_path_file=$repository/platform/target/classpath.txt
build_stamp=$repository/platform/target/build.stamp
# The command, and the plugins that the development stack runs.
built_modules=platform,plugins/bor,plugins/ccm-paper,plugins/dgm-simulator,plugins/ems-router,plugins/oms-compliance,examples/hello-strategy

# There in a release, which has jars and no sources.
released_class_path_file=$repository/lib/class-path.txt

# shellcheck source=scripts/java.sh
source "$repository/scripts/java.sh"

is_release() {
  [[ -e $released_class_path_file ]]
}

# What is run: the jar of the command itself and all it depends on. Tests name their own.
class_path() {
  if [[ -n ${MERIDIAN_CLASS_PATH:-} ]]; then
    echo "$MERIDIAN_CLASS_PATH"
  elif is_release; then
    sed "s#^#$repository/lib/#" "$released_class_path_file" | paste -sd:
  else
    echo "$(echo "$repository"/platform/target/platform-*.jar):$(cat "$class_path_file")"
  fi
}

# 0 when nothing that goes into the build is newer than it, and all of it is still there. What the build itself writes does not count, nor do sources of
# plugins: each command compiles those that it works with.
is_built() {
  [[ -z ${MERIDIAN_CLASS_PATH:-} ]] || return 0
  ! is_release || return 0
  [[ -e $class_path_file && -e $build_stamp ]] || return 1
  local newer part
  newer=$(find "$repository" \( -name target -o -name .git -o -name .run -o -name test -o -name docs -o -name node_modules -o -name dist -o -name '*.gen.ts' \
    -o -path "$repository/plugins/*/src" -o -path "$repository/examples/*/src" \) -prune -o \
    -type f \( -path '*/src/main/*' -o -path '*/management-ui/web/*' -o -name pom.xml \) -newer "$build_stamp" -print -quit)
  [[ -z $newer ]] || return 1
  # npm may have come since.
  if [[ -e $repository/management-ui/web/package-lock.json && ! -e $repository/management-ui/target/classes/io/meridian/ui/web/index.html ]] &&
    command -v npm >/dev/null; then
    return 1
  fi
  while IFS= read -r part; do
    [[ -e $part ]] || return 1
  done < <(class_path | tr ':' '\n')
}

build_when_stale() {
  if is_built; then
    return 0
  fi
  if ! command -v mvn >/dev/null; then
    echo "Maven is missing. Install it (Debian: sudo apt-get install maven) and run this again." >&2
    return 3
  fi
  # Maven itself may run on an older JDK and finds this one; it also serves where there is no other.
  export JAVA25_HOME=$MERIDIAN_JAVA_HOME
  if [[ -z ${JAVA_HOME:-} ]] && ! command -v java >/dev/null; then
    export JAVA_HOME=$MERIDIAN_JAVA_HOME
  fi
  local log=$repository/.run/build.log started=$SECONDS begun maven live=
  [[ ! -t 2 ]] || live=yes
  mkdir -p "$repository/.run"
  # Two at once would write over each other. Maven holds the lock as well, should this shell be killed.
  if command -v flock >/dev/null; then
    exec 9>"$repository/.run/build.lock"
    if ! flock -n 9; then
      echo "Another terminal builds here; waiting for it." >&2
      flock 9
    fi
    if is_built; then
      exec 9>&-
      return 0
    fi
  fi
  begun=$(mktemp "$repository/.run/stamp.XXXXXX")
  (cd "$repository" && exec mvn -q -B -ntp package -Dmaven.test.skip=true -pl "$built_modules" -am) >"$log" 2>&1 </dev/null &
  maven=$!
  # shellcheck disable=SC2064
  trap "kill $maven 2>/dev/null; rm -f '$begun'; exit 130" INT TERM
  [[ -n $live ]] || echo "Building; the log is .run/build.log" >&2
  while kill -0 "$maven" 2>/dev/null; do
    [[ -z $live ]] || printf '\rBuilding, %d s ' $((SECONDS - started)) >&2
    sleep 0.5
  done
  [[ -z $live ]] || printf '\r\033[K' >&2
  trap - INT TERM
  if ! wait "$maven"; then
    rm -f "$begun"
    exec 9>&-
    tail -n 30 "$log" >&2
    echo "The build failed after $((SECONDS - started)) s; all of its output is in .run/build.log." >&2
    return 1
  fi
  # Sources that changed while it was built count as newer.
  mv "$begun" "$build_stamp"
  rm -f "$repository/platform/target/meridian.aot"
  exec 9>&-
  echo "Built in $((SECONDS - started)) s" >&2
}

# run_meridian ARGUMENTS...: in place of this shell.
run_meridian() {
  local path archive=$repository/platform/target/meridian.aot kafka=$repository/dev-servers/kafka-broker/target/lib
  path=$(class_path)
  if is_release; then
    kafka=$repository/lib/kafka-broker
    archive=$(released_archive)
  fi
  local -a options=(
    -XX:+UseSerialGC
    --add-opens java.base/jdk.internal.misc=ALL-UNNAMED
    --add-opens java.base/java.util.zip=ALL-UNNAMED
    --enable-native-access=ALL-UNNAMED
    -Dslf4j.internal.verbosity=ERROR
    "-Dmeridian.home=$repository"
    "-Dmeridian.kafka.jars=$kafka"
  )
  # Most commands wait for others, and should start soon and stay small; a backtest computes.
  local -a small=(-Xms16m -Xmx256m -XX:TieredStopAtLevel=1)
  local -a size=("${small[@]}")
  [[ ${1:-} != backtest ]] || size=(-Xms256m -Xmx4g)
  # It keeps little; a heap that may grow would only be filled with what is over.
  [[ ${1:-} != manager ]] || size=(-Xms16m -Xmx112m -XX:TieredStopAtLevel=1)
  # The archive needs jars; a class path with folders, as tests have, goes without.
  if [[ -z ${MERIDIAN_CLASS_PATH:-} ]]; then
    [[ -e $archive ]] || train "$archive" "$path" "${small[@]}" "${options[@]}"
    [[ ! -e $archive ]] || options+=("-XX:AOTCache=$archive" -Xlog:aot=off -Xlog:cds=off -Xlog:class+path=off)
  fi
  exec "$MERIDIAN_JAVA" "${size[@]}" "${options[@]}" -cp "$path" io.meridian.platform.Meridian "$@"
}

# Beside the jars, or where this user may write: it is of these jars in this place.
released_archive() {
  if [[ -w $repository/lib ]]; then
    echo "$repository/lib/meridian.aot"
  else
    local cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/meridian
    mkdir -p "$cache" 2>/dev/null || true
    echo "$cache/${repository//\//_}.aot"
  fi
}

# Keeps what a short run loads and links in an archive that all later ones share: they start in half the time.
train() {
  # Of this shell alone until it is whole: a command in another terminal may make it too.
  local archive=$1 path=$2 own=$1.$$
  shift 2
  "$MERIDIAN_JAVA" "$@" "-XX:AOTCacheOutput=$own" -Xlog:aot=off -Xlog:cds=off -cp "$path" \
    io.meridian.platform.Meridian warm-up >/dev/null 2>&1 || true
  rm -f "$own.config"
  [[ ! -e $own ]] || mv "$own" "$archive"
}
