#!/usr/bin/env bash
# Builds the pages (web/) into a folder of classes, each file with its compressed forms beside it. Maven runs it. Where there is no npm the build goes on
# without pages, and the gateway says how to build them. Nothing is done when nothing has changed.
# build-pages.sh TARGET: the folder target/ of this module.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
web=$here/web
target=$1
pages=$target/classes/io/meridian/ui/web
stamp=$target/pages.sha256
log=$target/pages.log

[[ -e $web/package-lock.json ]] || exit 0
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
  echo "The management pages are not built: npm is missing. Install it (Debian: sudo apt-get install nodejs npm) and build again." >&2
  exit 0
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if ((major < 20)); then
  echo "The management pages are not built: they take Node 20 or newer, and this is $(node --version)." >&2
  exit 0
fi

# Names and contents of all that goes into the pages; types are made of the description of the manager's interface.
description=../../instance-manager/src/main/resources/io/meridian/manager/api/openapi.yaml
sources=$(cd "$web" && find . "$description" \( -name node_modules -o -name dist -o -name test-results -o -name '*.gen.ts' \) -prune -o -type f -print0 |
  LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
if [[ -e $pages/index.html && -e $stamp && $(<"$stamp") == "$sources" ]]; then
  exit 0
fi
mkdir -p "$target"
rm -f "$stamp"

run() {
  if ! (cd "$web" && "$@") >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    echo "The management pages could not be built: '$*' failed in $web. All of its output is in $log." >&2
    return 1
  fi
}

# What is installed is what the lock file says: then no network is needed.
lock=$(sha256sum <"$web/package-lock.json")
installed=$web/node_modules/.meridian-lock
if [[ ! -e $installed || $(<"$installed") != "$lock" ]]; then
  run npm ci --no-audit --no-fund
  mkdir -p "$web/node_modules"
  echo "$lock" >"$installed"
fi
run npm run build
if [[ ! -e $web/dist/index.html ]]; then
  echo "The management pages could not be built: 'npm run build' made no dist/index.html in $web." >&2
  exit 1
fi

rm -rf "$pages"
mkdir -p "$pages"
cp -r "$web/dist/." "$pages"
node --input-type=module - "$pages" <<'COMPRESS'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

// Less gains nothing, and pictures and fonts are compressed already.
const worth = /\.(html|js|css|svg|json|txt|map|webmanifest)$/;
const folder = process.argv[2];
for (const name of readdirSync(folder, { recursive: true })) {
  if (!worth.test(name)) continue;
  const content = readFileSync(join(folder, name));
  if (content.length < 1024) continue;
  writeFileSync(join(folder, name) + '.gz', gzipSync(content, { level: 9 }));
  writeFileSync(join(folder, name) + '.br', brotliCompressSync(content));
}
COMPRESS
echo "$sources" >"$stamp"
