import { readFileSync } from 'node:fs';
import { startJobs } from '@leadbell/jobs';
import { newKeyText, openKeys } from '@leadbell/store';
import { expect, test } from 'vitest';
import { leadbell } from './cli-fixtures.ts';
import { documented, fieldsOf, jsonPart } from './json-shapes-fixtures.ts';
import { addMessages, folder, kill, leaveDatabase, setUpStage, store, url } from './stage-fixtures.ts';

setUpStage();

const statusPage = readFileSync(new URL('../../../docs/status.md', import.meta.url), 'utf8');
const key = newKeyText();
const run = (...words: string[]) => leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY: key }, ...words);

function isOnStatusPage([name = '', inner]: readonly string[]): boolean {
  return inner === undefined
    ? new RegExp(`\`${name}(?:\\[\\])?\``).test(statusPage)
    : new RegExp(`\`(?:${name})?\\.${inner}(?:\\[\\])?\``).test(statusPage);
}

async function check(command: string, ...words: string[]): Promise<unknown> {
  const { out } = await run(...words);
  const value: unknown = JSON.parse(out);
  const known = documented(command);
  expect({ command, fields: [...new Set(fieldsOf(value, known))].toSorted() }).toEqual({
    command,
    fields: [...new Set(known)].toSorted(),
  });
  return value;
}

async function killJob(): Promise<void> {
  const working = await startJobs({
    connection: { connectionString: url },
    log: () => {},
    jobs: [{ name: 'planted', attempts: 1, handle: () => Promise.reject(new TypeError('planted')) }],
  });
  await working.send('planted', { connection: 'dms' });
  for (const end = Date.now() + 60_000; (await working.deadCount()) === 0 && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 100));
  await working.stop(1_000);
}

test(
  'the JSON of jobs, audit, privacy and key has the fields that the documentation lists',
  { timeout: 180_000 },
  async () => {
    await openKeys(store, { keyText: key, keyFile: null }, null);
    const [dead] = await addMessages('a');
    await kill(dead, 'too_long');
    await killJob();
    await check('jobs', 'jobs', '--json');
    await check('jobs requeue', 'jobs', 'requeue', 'all', '--json');
    const entry = { workspace: 'T1', actor: 'U0NOURA', actorKind: 'member', action: 'lead opened' } as const;
    await store.transaction((tx) => store.audit.append(tx, { ...entry, leads: ['lead:1'] }));
    await check('audit', 'audit', '--json');
    await check('privacy', 'privacy', '--json');
    expect(await check('key status', 'key', 'status', '--json')).toMatchObject([{ isCurrent: true }]);
  },
);

test(
  'the JSON of forget, backup, restore and migrate has the fields that the documentation lists',
  { timeout: 180_000 },
  async () => {
    await openKeys(store, { keyText: key, keyFile: null }, null);
    await check('forget', 'forget', '--phone', '0500000101', '--json');
    await check('forget --yes', 'forget', '--phone', '0500000101', '--yes', '--json');
    await check('backup', 'backup', 'all.backup', '--json');
    expect(await check('backup --drill', 'backup', '--drill', '--json')).toMatchObject({ isProven: true, file: null });
    await leaveDatabase();
    await check('migrate --check', 'migrate', '--check', '--json');
    expect(await check('restore', 'restore', 'all.backup', '--json')).toMatchObject({ file: 'all.backup' });
    await leaveDatabase();
    expect(await check('migrate', 'migrate', '--json')).toMatchObject({
      applied: expect.arrayContaining(['0001-first']),
    });
    expect(await check('migrate', 'migrate', '--json')).toEqual({ applied: [] });
  },
);

test('the JSON of doctor has the fields that the documentation lists, even while settings are missing', async () => {
  expect(await check('doctor', 'doctor', '--json')).toMatchObject({ ok: false });
});

test('the documentation lists each part of the JSON of status', async () => {
  await store.connections.ensure('dms');
  const { code, out } = await run('status', '--json');
  expect(code).toBe(0);
  const names = Object.entries(JSON.parse(out) as object).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value).map((inner) => [name, inner])
      : [[name]],
  );
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((one) => !isOnStatusPage(one))).toEqual([]);
});

test('the documentation lists each command that prints JSON', async () => {
  const { out } = await run('help');
  const verbs = new Set(Array.from(out.matchAll(/^ {2}leadbell (\w+).*--json/gm), ([, verb = '']) => verb));
  expect(verbs.size).toBeGreaterThan(8);
  expect([...verbs].filter((verb) => !new RegExp(`^- \`${verb}\\b`, 'm').test(jsonPart))).toEqual([]);
});
