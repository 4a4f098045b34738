#!/usr/bin/env bash
# Compares what others compile against (bus-api, plugin-contract, plugin-sdk) in two releases. See --help.
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/java.sh
source "$scripts/java.sh"

japicmp=0.25.6
modules=(bus-api plugin-contract plugin-sdk)

usage() {
  cat <<'TEXT'
Usage: scripts/compare-api.sh OLD NEW

Each is a release: the archive that ./package.sh makes, or the folder where one was unpacked. What was compiled against bus-api, plugin-contract and plugin-sdk of
OLD must run on those of NEW, unless the version of NEW has another first number, or, before 1.0, another second.

Ends with 0 when it does, 1 when it does not, 2 for wrong usage, 3 when something it needs is missing.
TEXT
}

[[ ${1:-} != -h && ${1:-} != --help ]] || { usage && exit 0; }
[[ $# == 2 ]] || { usage >&2 && exit 2; }
find_jdk || exit 3
command -v mvn >/dev/null || { echo "Maven is missing, which fetches japicmp. Install it (Debian: sudo apt-get install maven) and run this again." >&2; exit 3; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# libraries RELEASE: the folder of its jars.
libraries() {
  local release=$1 to
  if [[ -f $release ]]; then
    to=$(mktemp -d -p "$scratch")
    tar -xzf "$release" -C "$to" --wildcards '*/lib/*.jar' --exclude '*/lib/kafka-broker/*' || return 2
    release=$(echo "$to"/*)
  fi
  if ! compgen -G "$release/lib/${modules[0]}-*.jar" >/dev/null; then
    echo "$1 is no release: it has no lib/${modules[0]}-VERSION.jar. Name an archive that ./package.sh made, or the folder where it was unpacked." >&2
    return 2
  fi
  echo "$release/lib"
}

old=$(libraries "$1") || exit 2
new=$(libraries "$2") || exit 2

# version_of FOLDER: as the name of a jar there has it.
version_of() {
  basename "$1/${modules[0]}"-*.jar .jar | cut -c$((${#modules[0]} + 2))-
}

# promise VERSION: the part of it that stands for what is promised.
promise() {
  if [[ $1 == 0.* ]]; then cut -d. -f1,2 <<<"$1"; else cut -d. -f1 <<<"$1"; fi
}

before=$(version_of "$old") after=$(version_of "$new")
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact="com.github.siom79.japicmp:japicmp:$japicmp:jar:jar-with-dependencies" \
  -DoutputDirectory="$scratch" </dev/null >"$scratch/maven" 2>&1 || { cat "$scratch/maven" >&2 && exit 3; }

jars() { printf '%s:' "$1"/*.jar; }

# The SDK has a kit for tests, which extends classes of JUnit; a release has no JUnit. All else that they extend is in it.
broken=()
for module in "${modules[@]}"; do
  there=$(compgen -G "$new/$module-$after.jar") || { echo "$module is not in $2 any more." >&2 && broken+=("$module") && continue; }
  result=0
  "$MERIDIAN_JAVA" -jar "$scratch/japicmp-$japicmp-jar-with-dependencies.jar" --old "$old/$module-$before.jar" --new "$there" \
    --old-classpath "$(jars "$old")" --new-classpath "$(jars "$new")" --ignore-missing-classes --only-incompatible \
    --report-only-filename --error-on-binary-incompatibility >"$scratch/said" 2>&1 || result=$?
  # It ends with 1 also when it cannot read a jar.
  if ((result != 0)) && ! grep -q '^\*\*\*! \|^---! ' "$scratch/said"; then
    cat "$scratch/said" >&2
    exit 3
  elif ((result != 0)); then
    # Lines with an exclamation mark are what breaks; the others only say where.
    grep '! ' "$scratch/said" >&2 || true
    broken+=("$module")
  fi
done

if ((${#broken[@]} == 0)); then
  echo "What was compiled against ${modules[*]} of $before runs on $after"
elif [[ $(promise "$before") != $(promise "$after") ]]; then
  echo "${broken[*]}: what was compiled against $before may not run on $after, as its version says"
else
  echo "${broken[*]}: what was compiled against $before does not run on $after. Give the release a new $([[ $after == 0.* ]] && echo second || echo first) number, or keep what is listed above and mark it @Deprecated." >&2
  exit 1
fi
