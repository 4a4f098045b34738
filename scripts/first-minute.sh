#!/usr/bin/env bash
# What somebody lives through who clones this and starts it: ./bench.sh first-minute. Measured on a clone of what is committed here.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
repository=$PWD

usage() {
  cat <<'TEXT'
Usage: ./bench.sh first-minute [--json] [--keep] [OPTIONS OF ./launch_dev.sh]

Clones what is committed here into an empty folder, runs ./launch_dev.sh there, and measures: the build; from its end until the pages answer and figures
move; the memory of the whole stack then; and what is left of it after ./launch_dev.sh down. BUS_BACKEND and STORAGE_BACKEND say on what; with --docker it is
in containers, whose image is then made within the time until figures move. Root sees the memory of containers.
Libraries come from the local repository of Maven where it has them: on a machine that has none they are fetched, which is in the time of the build.

  --json   one JSON object for each figure
  --keep   leaves the clone, and says where

Ends with 0 when all goals are met, 1 when one is not or the stack does not come up.
TEXT
}

json=
keep=
options=()
for argument in "$@"; do
  case $argument in
    -h | --help) usage && exit 0 ;;
    --json) json=yes ;;
    --keep) keep=yes ;;
    *) options+=("$argument") ;;
  esac
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/meridian-first-minute.XXXXXX")
name=first-minute
launcher=
all_met=0

finish() {
  if [[ -n $launcher ]] && kill -0 "$launcher" 2>/dev/null; then
    (cd "$folder/clone" && ./launch_dev.sh down --name "$name") >/dev/null 2>&1 || true
  fi
  if [[ -n $keep ]]; then echo "The clone is $folder/clone." >&2; else rm -rf "$folder"; fi
}
trap finish EXIT

seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", b - a }'; }

# NAME UNIT VALUE GOAL: at most that
figure() {
  local met
  met=$(awk -v v="$3" -v g="$4" 'BEGIN { print (v <= g) ? "true" : "false" }')
  [[ $met == true ]] || all_met=1
  if [[ -n $json ]]; then
    printf '{"name":"%s","unit":"%s","ours":%s,"goal":%s,"met":%s}\n' "$1" "$2" "$3" "$4" "$met"
  else
    printf '%-24s %10s %-4s goal %s: %s\n' "$1" "$3" "$2" "$4" "$([[ $met == true ]] && echo yes || echo no)"
  fi
}

in_docker() { [[ " ${options[*]} " == *' --docker '* ]]; }
of_docker() { docker "$@" --filter "label=com.docker.compose.project=meridian-$name"; }

# The processes of the stack, those of its servers and plugins among them.
members() {
  local pid container
  if in_docker; then
    for container in $(of_docker ps -q); do
      docker top "$container" -o pid | tail -n +2
    done
  fi
  for pid in /proc/[0-9]*; do
    if cat "$pid/environ" "$pid/cmdline" 2>/dev/null | tr '\0' '\n' | grep -qF "$folder/clone"; then
      [[ ${pid#/proc/} == "$$" ]] || echo "${pid#/proc/}"
    fi
  done
}

# Proportional: pages that several processes share count once.
memory_mib() {
  local pid
  for pid in $(members); do
    awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null || true
  done | awk '{ all += $1 } END { printf "%.0f", all / 1024 }'
}

# Shared memory, and links to sockets.
shared_memory() { find /dev/shm "${TMPDIR:-/tmp}" -maxdepth 1 -name 'meridian-*' ! -path "$folder" 2>/dev/null | sort; }

before=$(shared_memory)
git clone --quiet --no-hardlinks "$repository" "$folder/clone"
cd "$folder/clone"
begin=$EPOCHREALTIME
./launch_dev.sh --name "$name" --json "${options[@]}" >"$folder/out" 2>"$folder/err" &
launcher=$!

# $1 what is waited for, $2 seconds, then a command
await() {
  local what=$1 most=$2
  shift 2
  local until=$((SECONDS + most))
  until "$@"; do
    if ! kill -0 "$launcher" 2>/dev/null || ((SECONDS > until)); then
      echo "$what did not come within $most s. What ./launch_dev.sh said:" >&2
      tail -n 20 "$folder/err" >&2
      exit 1
    fi
    sleep 0.1
  done
}

is_built() { grep -q "^Stack '$name' on " "$folder/err"; }
pages() { sed -nE 's#^ +ui +(http://[^ /]+).*#\1#p' "$folder/err" | head -n 1; }
has_pages() { [[ " ${options[*]} " == *' --no-ui '* || " ${options[*]} " == *' minimal '* ]] || { [[ -n $(pages) ]] && curl -sf -o /dev/null "$(pages)/"; }; }
# Different counts in two seconds: it moves.
moves() { [[ $(grep -o '"received":[1-9][0-9]*' "$folder/out" 2>/dev/null | sort -u | wc -l) -ge 2 ]]; }

await "The end of the build" 1800 is_built
built=$EPOCHREALTIME
await "The pages" 300 has_pages
await "Figures that move" 300 moves
moving=$EPOCHREALTIME
sleep 10
memory=$(memory_mib)
./launch_dev.sh down --name "$name" >/dev/null
wait "$launcher" || true
launcher=
left=0
for pid in $(members); do
  left=$((left + 1))
  echo "Left: process $pid, $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | cut -c 1-160)" >&2
done
while IFS= read -r leaving; do
  left=$((left + 1))
  echo "Left: $leaving" >&2
done < <(comm -13 <(echo "$before") <(shared_memory))
if in_docker; then
  for leaving in $(of_docker ps -aq) $(of_docker network ls -q); do
    left=$((left + 1))
    echo "Left: container or network $leaving" >&2
  done
  # What is stored stays, until it is deleted.
  ./launch_dev.sh reset --yes --name "$name" >/dev/null
fi

figure first-minute.build s "$(seconds "$begin" "$built")" 300
figure first-minute.moves s "$(seconds "$built" "$moving")" 60
figure first-minute.memory MiB "$memory" 4096
figure first-minute.left "" "$left" 0
exit "$all_met"
