/**
 * Measures how long the store's frequent steps take, and how much they read, in a database of a given size. Effects:
 * uses a database.
 */
import { Writable } from 'node:stream';
import { BulkObserver, type Instant, type PlainDate } from '@leadbell/domain';
import { backup, defaultRetention, openStore, type Store } from '@leadbell/store';
import { type HistorySize, historyStatements, type TestDatabases } from '@leadbell/store/testing';
import { buildBulk, buildLead, testIdentities } from '@leadbell/testing';

export interface Measured {
  readonly ms: number;
  /** How many pages of tables and indexes were read, from the cache or the disk. */
  readonly pages: number;
  readonly rows: number;
}

export interface Measures {
  readonly steps: Readonly<Record<string, Measured>>;
  /** Values that are measured once for the whole database. */
  readonly values: Readonly<Record<string, string>>;
}

const rounds = 15;
const hour = 3_600_000;
const day = (at: Instant) => new Date(at).toISOString().slice(0, 10) as PlainDate;
const now = () => Date.now() as Instant;
const pace = {
  channelMs: 0,
  postsPerSecond: 1e6,
  postBurst: 1e6,
  updatesPerSecond: 1e6,
  updateBurst: 1e6,
  looksPerSecond: 10,
  lookBurst: 10,
  doubtWaitMs: 0,
};
const claim = { workspaces: ['T1'], limit: 10, leaseMs: 60_000, pace, owner: 7, slackNow: null };

export async function measureSteps(databases: TestDatabases, size: HistorySize): Promise<Measures> {
  const url = await databases.createReady();
  const store = await openStore({ url, pool: 1 });
  try {
    await store.connections.ensure('dms');
    for (const statement of historyStatements(size))
      await store.raw().execute(`set statement_timeout = 0; ${statement}`);
    await store.raw().execute('vacuum (analyze, freeze)');
    const found: Record<string, Measured> = {};
    for (const [name, step] of Object.entries(await stepsOf(store))) found[name] = await measure(store, step);
    return { steps: found, values: await measureWhole(store, url) };
  } finally {
    await store.close();
  }
}

/** Measures the size of the database, and how long the daily retention and a backup take. */
async function measureWhole(store: Store, url: string): Promise<Measures['values']> {
  const [row] = await store.raw().execute('select pg_database_size(current_database())::float8 / 1048576 as mb');
  const retention = await secondsOf(() => store.forget(defaultRetention));
  let bytes = 0;
  const target = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  const seconds = await secondsOf(() => backup({ url }, target));
  return {
    'database, MB': Number((row as { readonly mb?: unknown } | undefined)?.mb).toFixed(0),
    'retention, s': retention.toFixed(1),
    'backup, s': seconds.toFixed(1),
    'backup, MB': (bytes / 2 ** 20).toFixed(0),
  };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
}

async function measure(store: Store, step: (n: number) => Promise<unknown>): Promise<Measured> {
  for (let n = -3; n < 0; n += 1) await step(n);
  const before = await readSoFar(store);
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const from = performance.now();
    await step(n);
    times.push(performance.now() - from);
  }
  const after = await readSoFar(store);
  return {
    ms: times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0,
    pages: Math.round((after.pages - before.pages) / rounds),
    rows: Math.round((after.rows - before.rows) / rounds),
  };
}

async function readSoFar(store: Store): Promise<{ readonly pages: number; readonly rows: number }> {
  await store.raw().execute('select pg_stat_force_next_flush()');
  const [row] = await store.raw().execute(`select
    (select sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0)) from pg_statio_user_tables)::int as pages,
    (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables)::int as rows`);
  return row as { readonly pages: number; readonly rows: number };
}

type Steps = Readonly<Record<string, (n: number) => Promise<unknown>>>;

/** Returns the steps; each may be called any number of times. */
async function stepsOf(store: Store): Promise<Steps> {
  return { ...(await pollSteps(store)), ...messageSteps(store), ...peopleSteps(store) };
}

async function pollSteps(store: Store): Promise<Steps> {
  const rows = await store.raw().execute(`select key, created_at as at from bulks order by id desc limit 20`);
  const known = rows as readonly { readonly key: string; readonly at: Instant }[];
  const identities = testIdentities();
  const observe = (key: string, createdAt: Instant, of: string) => {
    const observer = new BulkObserver(identities);
    for (let lead = 0; lead < 5; lead += 1) observer.add(buildLead({ externalId: `${of} ${lead}` }));
    return observer.finish(buildBulk({ key, createdAt, createdBy: '7', id: null }));
  };
  const old = known.map(({ key, at }) => observe(key, at, key));
  return {
    'poll: 20 known bulks, 1 new': (n) =>
      store.transaction((tx) =>
        store.bulks.apply(tx, 'dms', [...old, observe(`new ${n}`, now(), `new ${n}`)], now(), day),
      ),
    'poll: facts for alerts': () =>
      store.transaction(async (tx) => {
        const { changedTo, version, changed } = await store.alerts.basis(tx, 'dms');
        await store.alerts.bulks(tx, 'dms', changed, now());
        await store.alerts.newErrors(tx, 'dms', now());
        await store.alerts.pace(tx, 'dms', now());
        await store.alerts.decide(tx, 'dms', { version, changedTo });
      }),
    'poll: open alerts': () => store.transaction((tx) => store.alerts.current(tx, 'dms', (now() - hour) as Instant)),
    'poll: who subscribed to alerts': () => store.transaction((tx) => store.subscriptions.ofKind(tx, 'alerts')),
    'poll: new leads of a subscription': (n) =>
      store.transaction((tx) =>
        store.subscriptions.tellLeads(tx, 1, [{ key: `1 7 y${n}`, aliases: [], outcome: 'created', isWanted: true }]),
      ),
  };
}

function messageSteps(store: Store): Steps {
  return {
    'write 10 messages': (n) =>
      store.transaction((tx) =>
        store.outbox.add(
          tx,
          Array.from({ length: 10 }, (_, one) => ({
            workspace: 'T1',
            channel: `N${one}`,
            key: `step ${n} ${one}`,
            kind: 'notice',
            payload: { text: 'A message' },
          })),
        ),
      ),
    'claim and end 10 messages': async (n) => {
      const { claims } = await store.deliveries.step(claim, []);
      const sent = { kind: 'sent', version: 1, conversation: 'C1' } as const;
      await store.deliveries.step(
        { ...claim, limit: 0 },
        claims.map((one) => ({ claim: one, outcome: { ...sent, ts: `9.${n}` } })),
      );
    },
  };
}

function peopleSteps(store: Store): Steps {
  return {
    'an act in the inbox': async (n) => {
      const act = {
        workspace: 'T1',
        key: `act ${n}`,
        object: `o${n}`,
        same: `s${n}`,
        merges: 'latest',
        body: {},
      } as const;
      const written = await store.inbox.write(act, 60_000, new AbortController().signal);
      if (written.kind !== 'new') return;
      await store.inbox.mark(written.act);
      await store.inbox.end(written.act, true);
    },
    'a look at a lead, audited': (n) =>
      store.transaction((tx) =>
        store.audit.appendReading(
          tx,
          { workspace: 'T1', actor: 'U1', action: 'open', leads: [`y${n}`] },
          { unusual: { people: 1_000, minutes: 60 }, limit: { people: 1_000, minutes: 1_440 } },
        ),
      ),
    'find a bulk by its key': () => store.leadSets.bulkNumber('dms', ['b100', 'b101']),
    'digests due': () => store.transaction((tx) => store.subscriptions.due(tx, now(), 25)),
    "a person's subscriptions": () => store.subscriptions.ofOwner('T1', 'U3'),
    'figures for status': async () => {
      await store.outbox.counts((now() - hour) as Instant);
      await store.inbox.late();
      await store.subscriptions.owed((now() - hour) as Instant);
    },
  };
}
