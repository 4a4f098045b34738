// The figures of ./bench.sh ui that a browser must tell. main.mjs script|overview|lists|tail
import { start } from './browser.mjs';
import { lists } from './lists.mjs';
import { overview, script } from './load.mjs';
import { tail } from './tail.mjs';

const measure = { script, overview, lists, tail }[process.argv[2]];
if (!measure) {
  console.error(`'${process.argv[2]}' is not measured here: script, overview, lists or tail.`);
  process.exit(2);
}
const started = await start();
try {
  await measure(started);
} finally {
  await started.browser.close();
}
process.exit(0);
