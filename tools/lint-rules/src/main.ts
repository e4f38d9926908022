// `node tools/lint-rules/src/main.ts`: prints each violation of the house rules and fails when there is one.
import { checkHouse } from './check.ts';
import { readWorkspace } from './workspace.ts';

const files = readWorkspace();
const violations = checkHouse(files);
for (const { file, line, rule, says } of violations) process.stderr.write(`${file}:${line} [${rule}] ${says}\n`);
process.stdout.write(`${files.size} files, ${violations.length} violations of the house rules\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
