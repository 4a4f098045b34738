#!/usr/bin/env bash
# Makes a release that runs without sources, Maven and Node. See ./package.sh --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/build.sh
source scripts/build.sh

usage() {
  cat <<'TEXT'
Usage: ./package.sh [--check] [--against RELEASE]

Builds target/meridian-VERSION.tar.gz: the meridian command with all its jars, the pages, the reference plugins, what ./launch_dev.sh needs, the monitoring
files, the docs, a bill of materials (CycloneDX), and the licences of what it contains. It needs a JDK and nothing else where it is unpacked. The same sources
give the same bytes.

  --check             afterwards unpack it elsewhere and run it: a stack for some seconds, with fills
  --against RELEASE   afterwards compare it with the release before, an archive or a folder: what was compiled against that must run on this one, unless
                      its version says otherwise

Ends with 0 when all is well, 1 when something failed, 2 for wrong usage, 3 without JDK or Maven.
TEXT
}

check='' against=''
while (($# > 0)); do
  case $1 in
    -h | --help | help) usage && exit 0 ;;
    --check) check=yes ;;
    --against)
      [[ -n ${2:-} ]] || { usage >&2 && exit 2; }
      [[ -e $2 ]] || { echo "There is no release at $2. Name the archive of the release before, or the folder where it was unpacked." >&2 && exit 2; }
      against=$(realpath "$2")
      shift
      ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

# What is built here goes into a release, and nothing else.
unset MERIDIAN_CLASS_PATH
find_jdk || exit 3
command -v mvn >/dev/null || { echo "Maven is missing. Install it (Debian: sudo apt-get install maven) and run this again." >&2; exit 3; }
export JAVA25_HOME=$MERIDIAN_JAVA_HOME

version=$(sed -n '/<artifactId>meridian</,/<version>/s/.*<version>\(.*\)<.*/\1/p' pom.xml | head -1)
name=meridian-$version
target=$PWD/target
home=$target/$name
# All files of a release are as old as the last commit, so that the same sources give the same bytes.
when=$(git log -1 --format=%ct 2>/dev/null || echo 0)

plugins=()
for pom in plugins/*/pom.xml examples/*/pom.xml; do
  plugins+=("${pom%/pom.xml}")
done

echo "Building $name" >&2
modules=$(IFS=, && echo "platform,${plugins[*]}")
mvn -q -B -ntp package org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom -Dmaven.test.skip=true -Dformat.skip -Dmaven.jar.forceCreation=true \
  -Dproject.build.outputTimestamp="$when" -DincludeTestScope=false -pl "$modules" -am </dev/null

rm -rf "$home"
mkdir -p "$home/lib/kafka-broker"

# put JAR: into lib, once; says its name there.
put() {
  local jar=$1
  [[ -e $home/lib/${jar##*/} ]] || cp "$jar" "$home/lib/"
  echo "${jar##*/}"
}

while IFS= read -r jar || [[ -n $jar ]]; do
  put "$jar"
done < <(class_path | tr ':' '\n') >"$home/lib/class-path.txt"
cp dev-servers/kafka-broker/target/lib/*.jar "$home/lib/kafka-broker/"

for plugin in "${plugins[@]}"; do
  to=$home/$plugin
  mkdir -p "$to"
  cp "$plugin"/target/"${plugin##*/}"-*.jar "$to/plugin.jar"
  cp "$plugin/target/classes/META-INF/meridian/plugin.yaml" "$to/"
  while IFS= read -r jar || [[ -n $jar ]]; do
    echo "../../lib/$(put "$jar")"
  done < <(tr ':' '\n' <"$plugin/target/classpath.txt") | paste -sd: >"$to/classpath.txt"
done

cp -r README.md LICENSE CHANGELOG.md CONTRIBUTING.md docs monitoring deploy meridian launch_dev.sh "$home/"
mkdir -p "$home/scripts" "$home/completion" "$home/examples/data"
cp scripts/java.sh scripts/build.sh "$home/scripts/"
cp -r examples/data examples/python "$home/examples/"
find "$home" -name __pycache__ -prune -exec rm -rf {} +
MERIDIAN_CLASS_PATH=$(class_path) ./meridian completion >"$home/completion/meridian.bash"
cp platform/target/bom.json "$home/$name.cdx.json"
"$MERIDIAN_JAVA" scripts/Notices.java platform/target/bom.xml management-ui/web/package-lock.json "$home/lib" "$home"

tar --sort=name --mtime="@$when" --owner=0 --group=0 --numeric-owner -C "$target" -cf - "$name" | gzip -n >"$target/$name.tar.gz"
(cd "$target" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "target/$name.tar.gz, $(($(stat -c %s "$target/$name.tar.gz") >> 20)) MB, $(cut -c1-16 "$target/$name.tar.gz.sha256")..." >&2

if [[ -n $against ]]; then
  scripts/compare-api.sh "$against" "$home" >&2
fi
[[ -n $check ]] || exit 0
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
tar -xzf "$target/$name.tar.gz" -C "$elsewhere"
cd "$elsewhere/$name"
./meridian --version
backend=aeron
[[ -z $(command -v nats-server) ]] || backend=nats
BUS_BACKEND=$backend ./launch_dev.sh --name "release-$$" --seconds 10 --rate 1000 --json >"$elsewhere/out"
./launch_dev.sh reset --yes --name "release-$$"
if ! tail -n 1 "$elsewhere/out" | grep -q '"fills":[1-9]'; then
  echo "The release ran, but nothing was filled. The last line: $(tail -n 1 "$elsewhere/out")" >&2
  exit 1
fi
echo "The release runs: $(tail -n 1 "$elsewhere/out" | grep -o '"fills":[0-9]*')" >&2
