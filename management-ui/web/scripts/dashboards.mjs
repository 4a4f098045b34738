// Fails when a dashboard is not what Grafana's published types say that it reads: `node scripts/dashboards.mjs [FOLDER]`.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = resolve(process.argv[2] ?? join(here, '../../../monitoring/grafana/dashboards'));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
if (names.length === 0) {
  console.error(`There is no dashboard in ${folder}. Write them with ./scripts/generate-docs.sh, or name another folder.`);
  process.exit(2);
}

// Only what is written out in a source is held to have nothing unknown in it; the type of an imported file is wider.
const beginning = "import type { MeridianDashboard } from './dashboards.ts';\nexport const dashboard: MeridianDashboard =\n";
const sources = new Map(names.map((name) => [join(here, `${name}.ts`), beginning + readFileSync(join(folder, name), 'utf8')]));
const options = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2023,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  types: [],
};
const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile } = host;
host.fileExists = (file) => sources.has(resolve(file)) || fileExists(file);
host.getSourceFile = (file, version, ...rest) => {
  const source = sources.get(resolve(file));
  return source === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, source, version);
};

const wrong = ts.getPreEmitDiagnostics(ts.createProgram([...sources.keys()], options, host));
const linesBefore = beginning.split('\n').length - 1;
for (const { file, start, messageText } of wrong) {
  const path = file && resolve(file.fileName);
  const line = file && file.getLineAndCharacterOfPosition(start).line + 1;
  const place = sources.has(path) ? `${path.slice(here.length, -'.ts'.length)}:${line - linesBefore}: ` : file ? `${path}:${line}: ` : '';
  console.error(place + ts.flattenDiagnosticMessageText(messageText, '\n'));
}
if (wrong.length > 0) {
  console.error(`${wrong.length} places in the dashboards of ${folder} are not what Grafana reads. Change them in Dashboard.java, and run ./scripts/generate-docs.sh.`);
  process.exit(1);
}
console.log(`${names.length} dashboards are what Grafana reads`);
