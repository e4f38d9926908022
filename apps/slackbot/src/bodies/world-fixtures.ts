/**
 * A DMS that says what a test wants, byte by byte over a real socket, and all of Leadbell behind it but Slack: client, database, polls, alerts, cards of new
 * leads, answers, opened leads. The clock stands where a test puts it. For tests.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createIdentities, defaultAlertSettings, type Instant, type Zone } from '@leadbell/domain';
import { createLeadsApi, type LeadsApiEvent } from '@leadbell/leads-api';
import { openStore, type Store } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';
import { testKey } from '@leadbell/testing';
import { createAlertDesk } from '../alerts/desk.ts';
import { evaluateAlerts } from '../alerts/evaluate.ts';
import { readErrored } from '../alerts/errored-leads.ts';
import { alertErrorsView } from '../alerts/errored-view.ts';
import { exportAlert } from '../alerts/export.ts';
import { createAnswers } from '../answers/answers.ts';
import type { AnswerContext, Catalogue } from '../answers/context.ts';
import { contextFor, workingCalendar } from '../answers/lead-fixtures.ts';
import { answerAsk, decodeOpen, parseText } from '../commands/index.ts';
import { readStatus } from '../engine.ts';
import { makeDigests } from '../jobs/digest.ts';
import { failureOf } from '../listeners/conversation.ts';
import { messagesFor } from '../locales/index.ts';
import { leadView } from '../modals/lead.ts';
import { renderMessage, renderModal } from '../slack/render.ts';
import { writeDefinition } from '../subscriptions/definition.ts';
import { pollOnce, type PollOptions } from '../watch/poll.ts';
import { pollOptions, silent } from '../watch/watch-fixtures.ts';
import { buttonsOf, faultsOf, textOf } from './slack-text-fixtures.ts';

export const minute = 60_000;
export const hour = 60 * minute;
const zone = 'Asia/Riyadh' as Zone;
const never = new AbortController().signal;
const reference = 'REF001';

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Buffer;
  /** The connection breaks before this many of its bytes, counted from the end. */
  readonly missing?: number;
}

export type Dms = (from: Instant, to: Instant, url: URL) => Reply;

export interface Said {
  /** The line of a notification. */
  readonly summary: string;
  readonly text: string;
  /** *Open* of each lead that is listed, with its lines. */
  readonly leads: readonly { readonly row: string; readonly open: string }[];
}

export interface Posted {
  readonly text: string;
  readonly summary: string;
  readonly version: number;
  /** Of a thread. */
  readonly isLine: boolean;
  readonly isBroadcast: boolean;
  readonly buttons: ReturnType<typeof buttonsOf>;
}

export interface World extends AsyncDisposable {
  readonly store: Store;
  readonly options: PollOptions;
  /** What the DMS was asked. */
  readonly asked: URL[];
  /** Of the client: what could not be read, without its value. */
  readonly events: LeadsApiEvent[];
  /** What is wrong with anything that was rendered or stored. */
  readonly faults: string[];
  dms: Dms;
  now(): Instant;
  moveTo(iso: string): Promise<void>;
  moveBy(ms: number): Promise<void>;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** As if the time of the next poll had come; `sweep`: and that of the whole last day. */
  poll(how?: { readonly sweep?: boolean }): Promise<void>;
  /** A look at the alerts, as each minute and after a group wait. */
  look(): Promise<void>;
  status(): ReturnType<Store['connections']['status']>;
  say(text: string, how?: { readonly language?: 'en' | 'ar'; readonly catalogue?: Catalogue }): Promise<Said>;
  open(value: string, language?: 'en' | 'ar'): Promise<string>;
  /** *View errors* and *Export* of an alert. */
  viewErrors(
    alert: number,
  ): Promise<{ readonly view: string; readonly opens: readonly string[]; readonly file: string }>;
  /** *Send now*. */
  digest(at: string): Promise<void>;
  /** All that the database holds, as text. */
  stored(): Promise<string>;
  /** Messages of a channel, oldest first. */
  posted(channel: 'C0SALES' | 'C0IT' | 'C0DIGEST'): Promise<readonly Posted[]>;
}

/** A database that worlds use one after the other: each finds it empty. */
export interface Place {
  readonly store: Store;
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const databases = await startTestDatabases();
  const url = await databases.create();
  const store = await openStore({ url });
  return {
    store,
    query: (sql) => databases.query(url, sql),
    async close() {
      await store.close();
      await databases.close();
    },
  };
}

const empty = `do $$ declare name text; begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'business_clock' loop
    execute format('delete from %I', name);
  end loop;
  for name in select sequencename from pg_sequences where schemaname = 'public' loop
    execute format('alter sequence %I restart', name);
  end loop;
end $$`;

export interface WorldOptions {
  readonly begin: string;
  /** Has an earlier run of this installation been answered by the DMS? */
  readonly hasAnsweredBefore?: boolean;
  readonly groupWaitMs?: number;
}

/** With `subscribe alerts from-1` in #it and `subscribe leads` in #sales, from the beginning. */
export async function startWorld(
  place: Place,
  { begin, hasAnsweredBefore = false, groupWaitMs = 0 }: WorldOptions,
): Promise<World> {
  const { store, query } = place;
  await query(empty);
  const asked: URL[] = [];
  const events: LeadsApiEvent[] = [];
  const faults: string[] = [];
  let offsetMs = 0;
  let dms: Dms = () => ({ body: '[]' });
  const now = () => (Date.now() + offsetMs) as Instant;
  async function moveTo(iso: string): Promise<void> {
    offsetMs = Date.parse(iso) - Date.now();
    await store.setClockOffset(Math.round(offsetMs));
  }
  const server = createServer((req, res) => {
    const asks = new URL(req.url ?? '/', 'http://dms');
    asked.push(asks);
    const [from, to] = ['fromDate', 'toDate'].map((name) => Date.parse(asks.searchParams.get(name) ?? ''));
    answer(req, res, dms(from as Instant, to as Instant, asks));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const leadsApi = createLeadsApi(
    {
      baseUrl,
      auth: { kind: 'none' },
      attempts: 2,
      backoffMs: 1,
      idleTimeoutMs: 15_000,
      hasAnsweredBefore: () => hasAnsweredBefore,
    },
    {
      now,
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
      random: Math.random,
      fetch,
      log: (event) => events.push(event),
    },
  );
  const alertSettings = { ...defaultAlertSettings, groupWaitMs };
  const options: PollOptions = {
    ...pollOptions(store, baseUrl),
    leadsApi,
    alertSettings,
    identities: createIdentities(testKey(), []),
  };
  const alerts = createAlertDesk({
    store,
    workspace: () => 'T1',
    connection: 'dms',
    identities: options.identities,
    now,
    zone,
    calendar: workingCalendar,
    alertSettings,
  });
  let answers = createAnswers({ now });
  const contextOf = (language: 'en' | 'ar', catalogue?: Catalogue): AnswerContext =>
    contextFor(leadsApi, language, {
      now: now(),
      answers,
      alerts,
      status: () =>
        readStatus(
          {
            store,
            zone,
            pollMs: 1_000,
            requestsPerDay: options.requestsPerDay,
            deadJobs: () => Promise.resolve(0),
            sleep: options.sleep,
            log: silent,
          },
          'T1',
        ),
      ...(catalogue === undefined ? {} : { catalogue }),
    });
  const rendered = <T extends { blocks?: unknown }>(payload: T, surface: 'message' | 'modal'): T => {
    faults.push(...faultsOf(payload, surface));
    return payload;
  };
  await moveTo(begin);
  await store.connections.ensure('dms');
  await subscribe('C0SALES', 'leads', { filters: {}, together: 50, threadOnly: false });
  await subscribe('C0IT', 'alerts', {
    without: [],
    atLeast: 1,
    thresholds: { erroredLeads: 1 },
    escalation: null,
    threadOnly: false,
  });

  function subscribe(channel: string, kind: 'leads' | 'alerts' | 'digest', settings: object): Promise<number> {
    const definition = writeDefinition({ kind, zone, language: 'en', ...settings } as never);
    return store.transaction((tx) =>
      store.subscriptions.add(tx, { workspace: 'T1', channel, owner: 'U0NOURA', kind, definition, nextRunAt: null }),
    );
  }

  return {
    store,
    options,
    asked,
    events,
    faults,
    get dms() {
      return dms;
    },
    set dms(next) {
      dms = next;
      answers.close();
      answers = createAnswers({ now });
    },
    now,
    moveTo,
    moveBy: (ms) => moveTo(new Date(now() + ms).toISOString()),
    query,
    async poll({ sweep = false } = {}) {
      await query(`update dms_connections set next_poll_at = '-infinity'${sweep ? ', swept_at = null' : ''}`);
      await pollOnce('dms', options, never);
    },
    async look() {
      const at = await store.now();
      await store.transaction((tx) => evaluateAlerts(tx, 'dms', [], at, options));
    },
    status: () => store.connections.status(),
    async say(text, { language = 'en', catalogue } = {}) {
      const context = contextOf(language, catalogue);
      const { messages } = context;
      const parsed = parseText(text, context);
      if (!parsed.ok) throw new Error(parsed.complaint.sentence);
      const card = await answerAsk(parsed.ask, context).catch((error: unknown) =>
        failureOf(error, { ask: parsed.ask, reference, messages }),
      );
      const message = rendered(renderMessage(card, { tag: messages.tag, more: messages.leads.more }), 'message');
      const leads = buttonsOf(message).flatMap(({ text: row, value }) =>
        decodeOpen(value) === null ? [] : [{ row, open: value }],
      );
      return { summary: message.text.replaceAll(/\p{Cf}/gu, ''), text: textOf(message), leads };
    },
    async open(value, language = 'en') {
      const wish = decodeOpen(value);
      if (wish === null) throw new Error(`opens no lead: ${value}`);
      const messages = messagesFor(language);
      const view = await leadView(wish, contextOf(language));
      const modal = rendered(renderModal(view, { tag: messages.tag, more: messages.leads.more }), 'modal');
      return `${modal.title.text.replaceAll(/\p{Cf}/gu, '')}\n${textOf(modal)}`;
    },
    async viewErrors(alert) {
      const messages = messagesFor('en');
      const found = await alerts.find(alert);
      if (found === null) throw new Error(`no alert ${alert}`);
      const errored = await readErrored(found, leadsApi, never);
      const card = alertErrorsView(found.alert, errored, { id: alert, group: null, page: 0 }, messages, zone);
      const modal = rendered(renderModal(card, { tag: messages.tag, more: messages.leads.more }), 'modal');
      const exported = await exportAlert(alert, { leadsApi, alerts }, never, messages);
      const opens = buttonsOf(modal).flatMap(({ value }) => (decodeOpen(value) === null ? [] : [value]));
      return { view: textOf(modal), opens, file: exported?.file.content ?? '' };
    },
    async digest(at) {
      const subscription = await subscribe('C0DIGEST', 'digest', {
        schedule: { kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], minuteOfDay: 510 },
        filters: {},
        skipEmpty: false,
        workingDaysOnly: false,
        hijri: false,
        without: [],
      });
      const time = Date.parse(at);
      const [failure] = await makeDigests(
        [{ subscription, first: time, last: time, wish: 'W1' }],
        {
          store,
          leadsApi,
          answers,
          catalogue: { sources: {}, subSources: {} },
          calendar: workingCalendar,
          maxMissedDigests: 31,
          sendAll: () => Promise.resolve(),
        },
        never,
      );
      if (failure != null) throw failure;
    },
    async stored() {
      const tables = await query(
        "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
      );
      const all = tables.map(
        ({ name }) => `select coalesce(string_agg(t::text, '\n'), '') as text from ${String(name)} t`,
      );
      return (await query(all.join(' union all '))).map(({ text }) => String(text)).join('\n');
    },
    async posted(channel) {
      const rows = await query(
        `select version, thread_of as thread, payload from outbox where channel_id = '${channel}' order by id`,
      );
      return rows.map(({ version, thread, payload }) => {
        const message = rendered(payload as { text: string; blocks: unknown; reply_broadcast?: boolean }, 'message');
        return {
          text: textOf(message),
          summary: message.text.replaceAll(/\p{Cf}/gu, ''),
          version: Number(version),
          isLine: thread !== null,
          isBroadcast: message.reply_broadcast === true,
          buttons: buttonsOf(message),
        };
      });
    },
    async [Symbol.asyncDispose]() {
      answers.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(_: IncomingMessage, res: ServerResponse, { status = 200, type, body, missing = 0 }: Reply): void {
  const bytes = Buffer.from(body as Buffer);
  res.writeHead(status, { 'content-type': type ?? 'application/json', 'content-length': bytes.length });
  if (missing === 0) res.end(bytes);
  else res.write(bytes.subarray(0, bytes.length - missing), () => res.destroy());
}
