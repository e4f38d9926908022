/**
 * Checks a whole installation. Independent checks run at the same time; a failure of one does not hide the others.
 * Effects: reads files and the database, and sends requests to the DMS and Slack. Errors: none.
 */
import { createHash } from 'node:crypto';
import { describeHabits, readHabits, summarizeAccess } from '@leadbell/domain';
import { describeAccess, type LoadedSettings, type Settings } from '@leadbell/settings';
import { bringsPostgres, hasEmbeddedData, openStore, type Store } from '@leadbell/store';
import type { DatabasePlace } from '../command.ts';
import { patienceMs, withDatabase } from '../database.ts';
import { learned } from '../learned.ts';
import { checkDatabase } from './check-database.ts';
import { checkDms } from './check-dms.ts';
import { checkFiles, checkSpace, checkZone } from './check-machine.ts';
import { checkChannels, notTried, tryPosting } from './check-posting.ts';
import { checkSlack, type FoundWorkspace } from './check-slack.ts';
import { type Finding, findingsOf } from './finding.ts';

export async function examine({ result, files }: LoadedSettings, tryUser: string | null): Promise<readonly Finding[]> {
  const area = findingsOf('settings');
  if (!result.ok) {
    const problems = result.problems.map(({ name, expected, hint }) =>
      area.fail(`${name}: expected ${expected}`, hint ?? 'docs/settings.md describes each setting'),
    );
    return [...problems, ...checkFiles(files)];
  }
  const { settings } = result;
  const slack = await checkSlack(settings);
  return [
    area.ok('every setting is valid'),
    findingsOf('access').ok(describeAccess(summarizeAccess(settings.access, settings.subscriptionEditors))),
    ...checkFiles([...files, ...(settings.database.url === null ? [settings.database.dataDir] : [])]),
    ...checkZone(settings, process.versions['tz'] ?? '', new Date().getUTCFullYear()),
    ...slack.findings,
    ...(tryUser === null ? [notTried()] : await tryPosting(tryUser, slack.workspaces)),
    ...(await ofDatabase(settings, slack.workspaces)),
  ];
}

async function ofDatabase(settings: Settings, workspaces: readonly FoundWorkspace[]): Promise<readonly Finding[]> {
  const { database } = settings;
  const { fail } = findingsOf('database');
  const space = database.url === null ? checkSpace(database.dataDir) : [];
  if (database.url === null && !hasEmbeddedData(database.dataDir))
    return [madeByStart(database.dataDir), ...space, ...(await checkDms(settings, false))];
  try {
    return await withDatabase(database, 'used', async (place) => {
      const { findings, isCurrent } = await checkDatabase(place, database.url === null);
      const rest = isCurrent
        ? await withStoreOf(place, (store) => ofStore(store, settings, workspaces))
        : await checkDms(settings, false);
      return [...findings, ...space, ...rest];
    });
  } catch {
    return [
      fail('it cannot be opened', 'the log of Leadbell says why'),
      ...space,
      ...(await checkDms(settings, false)),
    ];
  }
}

function madeByStart(dataDir: string): Finding {
  const { ok, fail } = findingsOf('database');
  if (bringsPostgres()) return ok(`the first start makes it in ${dataDir}`);
  return fail(
    'there is no bundled PostgreSQL here: only a checkout brings one',
    'set DATABASE_URL to a PostgreSQL of yours, version 15 or later',
  );
}

async function withStoreOf<T>(
  { url, ownerUrl, caFile }: DatabasePlace,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore({ url, ownerUrl, caFile, pool: 2, patienceMs, name: 'leadbell doctor' });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function ofStore(
  store: Store,
  settings: Settings,
  workspaces: readonly FoundWorkspace[],
): Promise<readonly Finding[]> {
  const { ok } = findingsOf('dms');
  const address = createHash('sha256').update(settings.dms.baseUrl).digest('hex').slice(0, 16);
  const known = (await store.connections.status()).find(({ answeredAt }) => answeredAt === address);
  const habits = known === undefined ? [] : learned(describeHabits(readHabits(known.habits), await store.now()));
  return [
    ...(await checkChannels(store, workspaces)),
    ...(await checkDms(settings, known !== undefined)),
    ...habits.map((line) => ok(`learned: ${line}`)),
  ];
}
