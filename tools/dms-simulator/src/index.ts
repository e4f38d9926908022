/**
 * Serves the lead API as its documentation describes it (`GET /v1/leads/bulks`), for tests, demos
 * and measurements. It imports no code of Leadbell. Its answers depend only on its seed and clock.
 * Instants are epoch milliseconds. Requests under `/_sim/` control it and give the correct totals.
 */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { bulkById, bulksIn, leadsOf, type Selection, type Truth, truthOf } from './answer.ts';
import { type Auth, Gate } from './auth.ts';
import { type BulkPlan, dayOf, dayStart, type Planted, plantedBulk, type World } from './bulks.ts';
import { type Fault, Faults } from './faults.ts';
import { isFromProgram } from './from-program.ts';
import { type Question, readQuestion } from './question.ts';
import { send } from './send.ts';
import { serialise } from './serialise.ts';

export { isFriday } from './bulks.ts';
export { catalogue } from './catalogue.ts';
export { createOddDms, type OddBulk, type OddDms, type OddHabits, plainHabits } from './odd-dms.ts';
export type { Auth } from './auth.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { Truth } from './answer.ts';
export type { Planted } from './bulks.ts';

/** The specification's own example, verbatim. */
export const exampleBody: string = readFileSync(new URL('example-body.json', import.meta.url), 'utf8');

export interface DmsSimulatorOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly seed?: number;
  /** From 1 to 100,000; by default 120. */
  readonly leadsPerDay?: number;
  /** The offset of the business's local day; by default 180 (Riyadh). */
  readonly utcOffsetMinutes?: number;
  readonly now?: () => number;
  /** Called with the new instant after `/_sim/clock` has moved the clock; the request is answered when this is done. */
  readonly onClockMoved?: (instant: number) => Promise<void>;
  readonly auth?: Auth;
  /** A body that answers every valid request. */
  readonly fixture?: string;
  /** The number of days of history before the start; by default 400. */
  readonly historyDays?: number;
  readonly answer?: 'auto' | 'array';
  readonly sendIds?: boolean;
  readonly gzip?: boolean;
  readonly unknownBulk?: '404' | 'empty';
  readonly toDate?: 'inclusive' | 'exclusive';
  /** Whether a few bulks have a state that is not documented; by default not. */
  readonly unknownStates?: boolean;
  /** Whether a few bulks have a wrong `totalRecords`; by default not. */
  readonly wrongCounts?: boolean;
  /** Whether half of the errored leads are corrected within hours; by default not. */
  readonly corrections?: boolean;
  /** An instant of a day for which no bulks are made; by default there is no such day. */
  readonly quietDay?: number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly source?: number;
  readonly subSource?: number;
}

export interface DmsSimulator {
  readonly url: string;
  readonly faults: Faults;
  /** The parameters of the last 1,000 requests, the oldest first. */
  readonly requests: readonly Readonly<Record<string, string>>[];
  readonly clock: { now(): number; set(instant: number): void; advance(ms: number): void };
  readonly gate: Gate;
  /** Returns the totals of a correct answer for `[from, to)` at this moment. */
  truth(range: Range): Truth;
  /** Returns the bulks of `[from, to)`: ids, times and sizes. */
  bulks(range: Range): BulkPlan[];
  /** Adds a bulk now, with this many leads that share one error. */
  plantErroredBulk(leads: number): void;
  /** Adds a bulk, created now unless another time is given; returns its id. */
  plant(bulk: Planted): number;
  /** Changes a planted bulk. Throws `RangeError` if no planted bulk has this id. */
  change(id: number, changes: Omit<Planted, 'leads'>): void;
  close(): Promise<void>;
}

/**
 * Rejects with the system's error (`EADDRINUSE` …) when it can't listen, and with `RangeError` if
 * `leadsPerDay` is out of bounds.
 */
export async function startDmsSimulator(options: DmsSimulatorOptions = {}): Promise<DmsSimulator> {
  const { leadsPerDay = 120, utcOffsetMinutes = 180, seed = 1, historyDays = 400 } = options;
  if (!(leadsPerDay >= 1 && leadsPerDay <= 100_000)) throw new RangeError('leadsPerDay should be from 1 to 100,000');
  const { unknownStates = false, wrongCounts = false, corrections = false } = options;
  const planted: BulkPlan[] = [];
  const chance = { seed, leadsPerDay, utcOffsetMinutes, unknownStates, wrongCounts, corrections, planted };
  const { quietDay = null } = options;
  const world: World = { ...chance, quietDay: quietDay === null ? null : dayOf(chance, quietDay) };
  let offsetMs = 0;
  const base = options.now ?? Date.now;
  const now = () => base() + offsetMs;
  const clock = {
    now,
    set: (instant: number) => void (offsetMs = instant - base()),
    advance: (ms: number) => void (offsetMs += ms),
  };
  const faults = new Faults();
  const gate = new Gate(options.auth ?? { kind: 'none' }, now);
  const requests: Record<string, string>[] = [];
  const historyFrom = dayStart(world, dayOf(world, now()) - historyDays);
  const history = () => ({ from: historyFrom, now: now() });

  function find(question: Question): [bulks: BulkPlan[], only: Pick<Selection, 'source' | 'subSource' | 'leadId'>] {
    if (question.kind === 'bulk') {
      const bulk = bulkById(world, question.id, history());
      return [bulk ? [bulk] : [], {}];
    }
    const { kind: _, ...range } = question;
    return [[...bulksIn(world, { ...range, toIncluded: options.toDate !== 'exclusive' }, history())], range];
  }

  async function answer(req: IncomingMessage, res: ServerResponse, params: URLSearchParams): Promise<void> {
    requests.push(Object.fromEntries(params));
    if (requests.length > 1_000) requests.shift();
    const fault = faults.take(params);
    if (fault && (await isWhole(fault, req, res))) return;
    if (!gate.admits(req)) return reply(res, 401, { error: 'unauthorized' });
    const question = readQuestion(params);
    if ('refused' in question) return reply(res, 400, { error: question.refused });
    if (options.fixture !== undefined) return send(res, [options.fixture], fault, false);
    const [bulks, only] = find(question);
    if (question.kind === 'bulk' && bulks.length === 0 && options.unknownBulk === '404')
      return reply(res, 404, { error: 'no such bulk' });
    const size = bulks.reduce((sum, bulk) => sum + bulk.size, 0);
    if (fault?.kind === 'too-large' && size > (fault.leads ?? 0)) return reply(res, 413, { error: 'answer too large' });
    const asked =
      'leadId' in only && only.leadId !== undefined ? bulks.filter((bulk) => holds(world, bulk, only, now())) : bulks;
    const spoil = fault?.kind === 'bad-lead' ? Math.floor(size / 2) : null;
    const form = { answer: options.answer ?? 'auto', sendIds: options.sendIds ?? false };
    const gzip = options.gzip === true && (req.headers['accept-encoding'] ?? '').includes('gzip');
    await send(res, serialise(world, asked, now(), only, form, spoil), fault, gzip);
  }

  async function control(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const body = await readBody(req);
    const verb = `${req.method ?? 'GET'} ${url.pathname}`;
    if (verb === 'GET /_sim/faults') return reply(res, 200, faults.list());
    if (verb === 'DELETE /_sim/faults') return reply(res, 200, (faults.clear(), { ok: true }));
    if (verb === 'POST /_sim/faults') return reply(res, 200, (faults.add(JSON.parse(body) as Fault), { ok: true }));
    if (verb === 'GET /_sim/requests') return reply(res, 200, requests);
    if (verb === 'POST /_sim/clock') {
      const { set, advance } = JSON.parse(body) as { set?: string; advance?: number };
      const at = set === undefined ? now() : Date.parse(set);
      if ((set === undefined && typeof advance !== 'number') || Number.isNaN(at))
        return reply(res, 400, { error: 'set (an ISO instant) or advance (ms), please' });
      clock.set(at + (advance ?? 0));
      await options.onClockMoved?.(now());
      return reply(res, 200, { now: new Date(now()).toISOString() });
    }
    const question = verb === 'GET /_sim/truth' ? readQuestion(url.searchParams) : { refused: 'no such control' };
    if ('refused' in question || question.kind === 'bulk')
      return reply(res, 400, { error: 'refused' in question ? question.refused : 'a range, please' });
    return reply(res, 200, truthOf(world, { ...question, toIncluded: false }, history()));
  }

  async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://simulator');
    if (url.pathname.startsWith('/_sim/') && !isFromProgram(req.headers))
      return reply(res, 403, { error: 'for programs, not for pages of a browser' });
    if (url.pathname.startsWith('/_sim/')) return control(req, res, url);
    if (url.pathname === '/oauth/token' && req.method === 'POST') {
      return reply(res, ...gate.issue(new URLSearchParams(await readBody(req)), req.headers.authorization));
    }
    if (url.pathname === '/v1/leads/bulks' && req.method === 'GET') return answer(req, res, url.searchParams);
    return reply(res, 404, { error: 'not found' });
  }

  function plant(bulk: Planted): number {
    const plan = plantedBulk(world, now(), bulk);
    planted.push(plan);
    return plan.id;
  }

  const server = createServer((req, res) => {
    route(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy();
      else reply(res, 400, { error: error instanceof Error ? error.message : 'failed' });
    });
  });
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${options.host ?? '127.0.0.1'}:${port}`,
    faults,
    requests,
    clock,
    gate,
    truth: (range) => truthOf(world, { ...range, toIncluded: false }, history()),
    plantErroredBulk: (leads) => void plant({ leads, isErrored: true }),
    plant,
    change(id, changes) {
      const at = planted.findIndex((bulk) => bulk.id === id);
      const bulk = planted[at];
      if (bulk === undefined) throw new RangeError(`no bulk ${id} was planted`);
      planted[at] = { ...bulk, ...changes };
    },
    bulks: (range) => [...bulksIn(world, { ...range, toIncluded: false }, history())],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whether the bulk contains a requested lead. */
function holds(
  world: World,
  bulk: BulkPlan,
  only: Pick<Selection, 'source' | 'subSource' | 'leadId'>,
  now: number,
): boolean {
  return !leadsOf(world, bulk, now, only).next().done;
}

/** Applies the fault. Returns true when the request needs no further answer. */
async function isWhole(fault: Fault, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'latency':
      await wait(fault.ms ?? 1_000);
      return false;
    case 'status':
      reply(res, fault.status ?? 500, { error: 'a fault on demand' });
      return true;
    case 'rate-limit':
      if (fault.retryAfter !== undefined) res.setHeader('retry-after', fault.retryAfter);
      reply(res, 429, { error: 'too many requests' });
      return true;
    case 'cut':
      req.socket.destroy();
      return true;
    case 'body':
      res.setHeader('content-type', fault.contentType ?? 'application/json');
      res.end(fault.body ?? '{}');
      return true;
    case 'hang':
      return true;
    default:
      return false;
  }
}

function reply(res: ServerResponse, status: number, body: unknown): void {
  res.statusCode = status;
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.end(JSON.stringify(body));
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
