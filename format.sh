#!/usr/bin/env bash
# Formats Java sources in place: all of the repository, or only the named folders and files. Nothing is built or tested.
#
#   ./format.sh
#   ./format.sh bus-api bus-nats
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for path in "$@"; do
  if [[ ! -e $path ]]; then
    echo "Nothing named '$path' here. Usage: ./format.sh [FOLDER OR FILE...]" >&2
    exit 2
  fi
done
only=.
if (($# > 0)); then
  only=$(IFS=,; echo "$*")
fi
exec mvn -q -B -N verify -Dformat.mode=write -Dformat.only="$only" </dev/null
