/**
 * `npx node tools/ship/src/check-advisories.ts` fails if a locked package has a known advisory of high
 * or critical severity.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { judgeReport } from './advisories.ts';

const timeoutMs = 20_000;
const root = new URL('../../../', import.meta.url);
const { packageManager } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  readonly packageManager: string;
};
const words = ['-y', '--prefer-offline', packageManager, 'audit', '--json'];
const { stdout, stderr } = spawnSync('npx', words, { cwd: root, encoding: 'utf8', timeout: timeoutMs });
const { isFailure, says } = judgeReport(stdout, stderr);
process.stdout.write(`${says.join('\n')}\n`);
process.exitCode = isFailure ? 1 : 0;
