/**
 * Lets a DMS send batches of hostile bodies. A good bulk with errors follows each batch. Reports the state of the
 * watch, the alerts and every lead. For a test, and for a longer trial in `tools/bench`.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostileAnswer, hostileBulk } from '@leadbell/testing';
import type { Store } from '@leadbell/store';
import { pollOnce } from '../watch/poll.ts';
import type { PollOptions } from '../watch/poll-options.ts';
import { pollOptions } from './watch-fixtures.ts';

export interface HostileTrial {
  /** The number of hostile bodies: bulks and whole answers. */
  readonly bodies: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly store: Store;
  /** Runs a query with the rights of the database's owner. */
  readonly query: (text: string) => Promise<readonly Record<string, unknown>[]>;
  readonly progress?: (done: number) => void;
}

export interface HostileOutcome {
  readonly bodies: number;
  readonly polls: number;
  /** The number of good answers that were not read after hostile ones. */
  readonly stops: number;
  /** The number of good bulks with errors that got no alert. */
  readonly alertsMissed: number;
  readonly alerts: number;
  /** The number of sent leads that are neither stored nor set aside. */
  readonly leadsMissing: number;
  readonly leads: number;
  readonly setAside: number;
}

const minute = 60_000;
const never = new AbortController().signal;

interface Shown {
  readonly at: number;
  readonly json: string;
}

export async function hostileTrial(trial: HostileTrial): Promise<HostileOutcome> {
  const { store, query } = trial;
  const random = randomFrom(trial.seed);
  let shown: readonly Shown[] = [];
  let instead: ReturnType<typeof hostileAnswer> | null = null;
  const server = createServer((req, res) => {
    const params = new URL(req.url ?? '/', 'http://dms').searchParams;
    const [from, to] = [Date.parse(params.get('fromDate') ?? ''), Date.parse(params.get('toDate') ?? '')];
    const found = shown.filter(({ at }) => at >= from && at <= to);
    res.writeHead(instead?.status ?? 200, { 'content-type': instead?.contentType ?? 'application/json' });
    res.end(instead?.body ?? `[${found.map(({ json }) => json).join(',')}]`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const options: PollOptions = {
    ...pollOptions(store, `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    alertSettings: { ...pollOptions(store, 'http://dms').alertSettings, groupWaitMs: 0 },
  };
  const now = () => store.now();
  async function poll(): Promise<void> {
    await query("update dms_connections set next_poll_at = '-infinity'");
    await pollOnce('dms', options, never);
  }
  const lastOk = async () => (await store.connections.status())[0]?.lastOkAt ?? 0;

  let [bodies, polls, stops, leads, number, batches] = [0, 0, 0, 0, 0, 0];
  // Poll once before, so that later bulks are new.
  await poll();
  while (bodies < trial.bodies) {
    const at = (await now()) - minute;
    const batch = Array.from({ length: trial.batchSize }, () => {
      number += 1;
      return { at, ...hostileBulk(number, at, random) };
    });
    const answers = Array.from({ length: 2 }, () => hostileAnswer(random));
    shown = batch;
    await poll();
    leads += batch.reduce((sum, bulk) => sum + bulk.leads, 0);
    for (const answer of answers) {
      instead = answer;
      await poll();
    }
    instead = null;
    polls += 2 + answers.length;
    bodies += batch.length + answers.length;
    const before = await lastOk();
    const good = goodBulk((await now()) - 1_000, batches);
    batches += 1;
    leads += 50;
    shown = [good];
    await poll();
    if ((await lastOk()) <= before) stops += 1;
    // The good bulk is corrected, and is gone in the next batch.
    shown = [
      { ...good, json: good.json.replaceAll('"isError":1,"errorList":"', '"isError":0,"errorList":null,"was":"') },
    ];
    await poll();
    trial.progress?.(bodies);
  }
  server.closeAllConnections();
  server.close();
  const [row] = await query(`
    select (select count(*)::int from bulk_leads) as stored, (select coalesce(sum(leads), 0)::int from set_aside) as aside,
      (select count(*)::int from set_aside) as apart,
      (select count(distinct k.fingerprint)::int from error_kinds k join alerts a on a.group_key = k.fingerprint and a.state ->> 'firedAt' is not null
        where k.message like 'Good bulk %') as alerts`);
  return {
    bodies,
    polls,
    stops,
    alerts: Number(row?.['alerts']),
    alertsMissed: batches - Number(row?.['alerts']),
    leads,
    leadsMissing: leads - Number(row?.['stored']) - Number(row?.['aside']),
    setAside: Number(row?.['apart']),
  };
}

/** A bulk in which all 50 leads have an error that no other bulk has, so that it gets an alert of its own. */
function goodBulk(at: number, n: number): Shown {
  const word = String(n).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
  const leads = Array.from(
    { length: 50 },
    (_, place) =>
      `{"leadExternalId":${1_000_000_000 + n * 100 + place},"leadId":0,"isError":1,"errorList":"Good bulk ${word}","firstName":"Alfa","lastName":"Testali${n}x${place}","email":"good${n}x${place}@example.com"}`,
  );
  return {
    at,
    json: `{"leads":[${leads.join(',')}],"createdDate":"${new Date(at).toISOString()}","createdBy":${900_000_000 + n},"totalRecords":50,"errorRecords":50,"isProcessed":4}`,
  };
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
