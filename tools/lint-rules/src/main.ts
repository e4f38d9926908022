// `npx node tools/lint-rules/src/main.ts` prints each violation of the house rules, and fails if there
// is one. `--map [apps/slackbot …]` prints the map of these packages, or of all. `--draw` draws the
// picture of the architecture again.
import { writeFileSync } from 'node:fs';
import { checkHouse } from './check.ts';
import { checkPicture } from './check-picture.ts';
import { checkPointers } from './check-pointers.ts';
import { drawArchitecture, picture } from './draw.ts';
import { layers } from './layers.ts';
import { mapOf } from './map.ts';
import { isSource, packageOf } from './places.ts';
import { rooms } from './rooms.ts';
import { readWorkspace, workspaceRoot } from './workspace.ts';

const files = readWorkspace();
const [command, ...asked] = process.argv.slice(2);

if (command === '--map') printMaps(asked);
else if (command === '--draw') writeFileSync(new URL(picture, workspaceRoot), drawArchitecture(rooms, layers));
else if (command === undefined) check();
else fail(`${command} is unknown: leave it out, or write --map or --draw`);

function check(): void {
  const violations = [...checkHouse(files), ...checkPointers(files), ...checkPicture(files)];
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
