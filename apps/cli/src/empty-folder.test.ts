import { readdirSync } from 'node:fs';
import { type DmsSimulator, startDmsSimulator } from '@leadbell/dms-simulator';
import { newKeyText } from '@leadbell/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leadbell } from './cli-fixtures.ts';
import { commands } from './commands/index.ts';
import { databases, expectSentence, folder, leaveDatabase, setUpStage, url } from './stage-fixtures.ts';

setUpStage();

let dms: DmsSimulator;
beforeAll(async () => {
  dms = await startDmsSimulator({ leadsPerDay: 10 });
});
afterAll(() => dms.close());

const key = newKeyText();
const settings = () => ({
  DMS_BASE_URL: dms.url,
  // Nothing listens there.
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
  SLACK_BOT_TOKEN: 'xoxb-none-here',
  SLACK_APP_TOKEN: 'xapp-none-here',
});

/** Their purpose is to make data. */
const makers = ['restore <file>', 'restore <file> --key-lost', 'restore <file> --json', 'migrate', 'migrate … --json'];

/** These have a result where there is no data. */
const independent = [
  ['doctor', 'doctor'],
  ['doctor --try U0123', 'doctor --try U0123'],
  ['doctor --json', 'doctor --json'],
  ['fetch today', 'fetch today'],
  ['fetch today --json|--csv', 'fetch today --json'],
  ['key', 'key'],
  ['manifest', 'manifest'],
  ['manifest --url https://your.host', 'manifest --url https://your.host'],
  ['help', 'help'],
] as const;

const dependent = [
  ['status', 'status'],
  ['status --json', 'status --json'],
  ['jobs', 'jobs'],
  ['jobs requeue <id…>|all', 'jobs requeue all'],
  ['jobs … --json', 'jobs --json'],
  ['audit', 'audit'],
  ['audit --actor U0123 --lead 574', 'audit --actor U0123 --lead 574'],
  ['audit --json|--csv', 'audit --csv'],
  ['fetch today --full', 'fetch today --full'],
  ['digest --dry-run', 'digest --dry-run'],
  ['digest --dry-run --json', 'digest --dry-run --json'],
  ['key status', 'key status'],
  ['key rotate', 'key rotate'],
  ['key lost', 'key lost'],
  ['backup <file>', 'backup all.backup'],
  ['backup --drill [<file>]', 'backup --drill all.backup'],
  ['backup … --json', 'backup all.backup --json'],
  ['forget --phone|--email|--lead|--sender <value>', 'forget --lead 574'],
  ['forget … --yes', 'forget --lead 574 --yes'],
  ['forget … --json', 'forget --lead 574 --json'],
  ['privacy', 'privacy'],
  ['privacy --from <time> --to <time>', 'privacy --from 2026-11-01 --to 2026-11-20'],
  ['privacy --since <time>', 'privacy --since 2026-11-20'],
  ['migrate --check', 'migrate --check'],
] as const;

const words = (line: string) => line.split(' ');
const inDatabase = (line: string) =>
  leadbell(folder, { ...settings(), DATABASE_URL: url, LEADBELL_KEY: key }, ...words(line));

/** Everything that a command could make in the database. */
const made = () =>
  databases.query(
    url,
    `select nspname || '.' || coalesce(relname, '') as made
     from pg_namespace n left join pg_class c on relnamespace = n.oid
     where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  );

test('the tables in this file have each form of each command', () => {
  const listed = [...makers, ...[...independent, ...dependent].map(([form]) => form)];
  expect(listed.toSorted()).toEqual(commands.flatMap(({ usage }) => usage.map(({ form }) => form)).toSorted());
});

test.each(independent)('leadbell %s makes nothing where there is no data', async (_, line) => {
  const said = [await leadbell(folder, settings(), ...words(line))];
  await leaveDatabase();
  said.push(await inDatabase(line));
  expect(said.map(({ err }) => err).join('')).not.toContain('There is no');
  expect(readdirSync(folder)).toEqual([]);
  expect(await made()).toEqual([{ made: 'public.' }]);
});

test.each(dependent)('leadbell %s makes nothing where there is no data, and says so', async (_, line) => {
  const said = await leadbell(folder, settings(), ...words(line));
  expectSentence(said);
  expect(said).toMatchObject({ code: 1, err: expect.stringMatching(/^There is no |does not exist yet/) });
  await leaveDatabase();
  const inEmpty = await inDatabase(line);
  // `migrate --check` and `key rotate` have a result even there.
  expect(inEmpty.err).not.toMatch(/ at .*\.ts|node:|undefined|\[object/);
  expect(readdirSync(folder)).toEqual([]);
  expect(await made()).toEqual([{ made: 'public.' }]);
});
