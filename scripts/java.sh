# shellcheck shell=bash
# Finds a JDK of the version the project needs. Meant to be sourced:
#
#   source "$(dirname "${BASH_SOURCE[0]}")/scripts/java.sh"
#   find_jdk || exit 3
#   "$MERIDIAN_JAVA_HOME/bin/java" ...
#
# find_jdk looks in JAVA_HOME, then the PATH, then the usual folders, and sets MERIDIAN_JAVA_HOME and MERIDIAN_JAVA.
# It leaves JAVA_HOME alone: Maven may run on an older JDK and picks the right one itself.

MERIDIAN_JAVA_VERSION=25

# Prints the feature version of the JDK in a folder, or nothing when there is no whole JDK there.
jdk_version_of() {
  local home=$1
  [[ -x $home/bin/java && -x $home/bin/javac && -r $home/release ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release"
}

# Prints the folder of the JDK whose java is first in the PATH.
jdk_in_path() {
  local java target
  java=$(command -v java) || return 0
  while [[ -L $java ]]; do
    target=$(readlink "$java")
    [[ $target == /* ]] || target=$(dirname "$java")/$target
    java=$target
  done
  (cd "$(dirname "$java")/.." && pwd -P)
}

find_jdk() {
  local home version
  local -a candidates=()
  [[ -z ${JAVA_HOME:-} ]] || candidates+=("$JAVA_HOME")
  home=$(jdk_in_path)
  [[ -z $home ]] || candidates+=("$home")
  for home in /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ ! -d $home ]] || candidates+=("$home")
  done

  for home in ${candidates[@]+"${candidates[@]}"}; do
    version=$(jdk_version_of "$home")
    if [[ -n $version ]] && ((version >= MERIDIAN_JAVA_VERSION)); then
      export MERIDIAN_JAVA_HOME=$home
      export MERIDIAN_JAVA=$home/bin/java
      return 0
    fi
  done

  {
    echo "No JDK $MERIDIAN_JAVA_VERSION or newer found."
    if ((${#candidates[@]} > 0)); then
      echo "Looked at:"
      for home in "${candidates[@]}"; do
        version=$(jdk_version_of "$home")
        echo "  $home (${version:-not a JDK})"
      done
    fi
    echo "Install one, for example Eclipse Temurin $MERIDIAN_JAVA_VERSION, and set JAVA_HOME to its folder."
  } >&2
  return 1
}
