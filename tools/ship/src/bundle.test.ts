import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '@leadbell/store/testing';
import { bundle } from './bundle.ts';

const folder = temporaryFolder();
const input = new URL('../../../apps/slackbot/src/main.ts', import.meta.url).pathname;
let files: readonly string[];
beforeAll(async () => {
  files = await bundle({ input, folder, version: '1.2.3' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
}

/** Returns the packages whose code is in the bundle, as the paths of its files show. */
function contained(): readonly string[] {
  const names = files.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? '');
  return [...new Set(names)].filter((name) => name !== '').toSorted();
}

const read = () => JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as Record<string, unknown>;

test('the SBOM names each package that the bundle contains', () => {
  const { components, bomFormat, metadata } = read();
  const named = new Set(
    (components as Component[]).map(({ name, group }) => (group === undefined ? name : `${group}/${name}`)),
  );
  expect(bomFormat).toBe('CycloneDX');
  expect(metadata).toMatchObject({ component: { name: 'leadbell', version: '1.2.3' } });
  expect(contained().length).toBeGreaterThan(20);
  expect(contained().filter((name) => !named.has(name))).toEqual([]);
});

test('the file of licences has the licence of each package, and each licence lets us ship the package', () => {
  const parts = readFileSync(join(folder, 'licences.txt'), 'utf8').split(/^== /m).slice(1);
  const licences = new Map(parts.map((part) => [/^\S+/.exec(part)?.[0] ?? '', /: (.+)$/m.exec(part)?.[1] ?? '']));
  expect(contained().filter((name) => !licences.has(name))).toEqual([]);
  const free = /^(?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0)$/;
  expect([...licences].filter(([, licence]) => !free.test(licence))).toEqual([]);
  // Most packages bring the text of their licence.
  expect(parts.filter((part) => !/copyright/i.test(part)).length).toBeLessThan(parts.length / 4);
});

test('an older Node is refused with a sentence', () => {
  const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.2' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, join(folder, 'main.js')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env: {}, encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([
    78,
    '',
    'Leadbell needs Node 26 or later; this is 20.19.2 (docs/install.md).\n',
  ]);
});
