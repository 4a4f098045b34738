// Fails when what a browser must fetch before the first page shows is larger than was agreed.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const MOST_BYTES = 300 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const entry = Object.values(manifest).find((chunk) => chunk.isEntry);

/** A chunk and all that it imports at once. */
function loadedWith(chunk, seen = new Set()) {
  if (!seen.has(chunk.file)) {
    seen.add(chunk.file);
    (chunk.imports ?? []).forEach((name) => loadedWith(manifest[name], seen));
  }
  return seen;
}

const zipped = (file) => gzipSync(readFileSync(new URL(file, dist))).length;
const sum = (files) => [...files].reduce((total, file) => total + zipped(file), 0);
const first = loadedWith(entry);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

// The first page is a chunk of its own beside the entry; the largest page counts.
let worst = 0;
for (const chunk of Object.values(manifest)) {
  if (chunk.isDynamicEntry) {
    const bytes = sum(loadedWith(chunk, new Set(first)));
    worst = Math.max(worst, bytes);
    console.log(`${kb(bytes - sum(first)).padStart(10)}  more for ${chunk.src ?? chunk.file}`);
  }
}
console.log(`${kb(sum(first)).padStart(10)}  script of the entry, gzip; with the largest page ${kb(worst)} of ${kb(MOST_BYTES)}`);
if (Math.max(worst, sum(first)) > MOST_BYTES) {
  console.error('The first load is over its budget. Load what a page needs with that page, or leave a library out.');
  process.exit(1);
}
