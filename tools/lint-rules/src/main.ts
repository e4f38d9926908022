// `node tools/lint-rules/src/main.ts`: prints each violation of the house rules, and fails when
// there is one. `--map [apps/slackbot …]`: prints the map of these packages, or of all.
import { checkHouse } from './check.ts';
import { layers } from './layers.ts';
import { mapOf } from './map.ts';
import { isSource, packageOf } from './places.ts';
import { readWorkspace } from './workspace.ts';

const files = readWorkspace();
const [command, ...asked] = process.argv.slice(2);

if (command === '--map') printMaps(asked);
else if (command === undefined) check();
else fail(`${command} is unknown: leave it away, or write --map`);

function check(): void {
  const violations = checkHouse(files);
  for (const { file, line, rule, says } of violations) process.stderr.write(`${file}:${line} [${rule}] ${says}\n`);
  process.stdout.write(`${files.size} files, ${violations.length} violations of the house rules\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

function printMaps(projects: readonly string[]): void {
  const known = new Set([...files.keys()].filter(isSource).map(packageOf));
  for (const project of projects.length > 0 ? projects : known) {
    if (known.has(project)) process.stdout.write(`${mapOf(project, files, layers)}\n`);
    else fail(`${project} is no package: ${[...known].join(', ')}`);
  }
}

function fail(says: string): void {
  process.stderr.write(`${says}\n`);
  process.exitCode = 2;
}
