#!/usr/bin/env bash
# Measures the product beside the raw client of each engine. See ./bench.sh --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [[ ${1:-} == first-minute ]]; then
  exec scripts/first-minute.sh "${@:2}"
fi
# shellcheck source=scripts/java.sh
source scripts/java.sh
find_jdk

classpath_file=benchmarks/target/classpath
if [[ ! -f $classpath_file || -n $(find . -path ./node_modules -prune -o \
  \( -name '*.java' -o -name pom.xml -o -name 'envelope.xml' \) -newer "$classpath_file" -print -quit) ]]; then
  echo "Building (once, until a source changes)..." >&2
  mvn -q -B package -DskipTests -Dformat.skip -pl benchmarks -am dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath </dev/null >&2
fi

# A kernel keeps every trade, and the long runs make millions of them.
memory=1g
[[ ${1:-} != kernel ]] || memory=4g
exec "$MERIDIAN_JAVA" --add-opens java.base/jdk.internal.misc=ALL-UNNAMED \
  --add-opens java.base/java.util.zip=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
  -Xms1g -Xmx"$memory" -XX:+UseParallelGC \
  -cp "benchmarks/target/classes:$(cat "$classpath_file")" io.meridian.benchmarks.Main "$@"
