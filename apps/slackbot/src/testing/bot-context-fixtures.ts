/**
 * For tests: the bot against the Slack stand-in, over real sockets, with an in-memory DMS that the
 * test controls.
 */
import type { SharedPosts } from '../bot/taking-back.ts';
import type { Share } from '@leadbell/store';
import type { Language } from '@leadbell/i18n';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AccessRules,
  type Instant,
  KnownValues,
  type LeadQuestion,
  openAccess,
  type Zone,
} from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import {
  type Message,
  type SandboxOptions,
  type SlackSandbox,
  startSlackSandbox,
  type View,
} from '@leadbell/slack-sandbox';
import { registry } from '../features/index.ts';
import { createAnswers } from '../reports/answers.ts';
import { type ForgottenPeople, noOneForgotten } from '../reports/forgotten.ts';
import {
  dayOf,
  emptySubscriptionService,
  nobody,
  quietAlertService,
  noon,
  workingCalendar,
  noLeadSets,
  nothingHeld,
  testPersonKeys,
} from './lead-fixtures.ts';
import { createLog } from '../log.ts';
import type { Inbox } from '@leadbell/store';
import { freePort } from '@leadbell/store/testing';
import { asRead } from '@leadbell/testing';
import { type Asker, otherTeams, sandboxWith } from './asker-fixtures.ts';
import type { AlertService } from '../features/alerts/alert-service.ts';
import { memoryHomes, memoryInbox, stillClock } from './memory-fixtures.ts';
import type { HomeClock } from '../features/home/home-clock.ts';
import type { HomePages } from '../features/home/home-pages.ts';
import type { People } from '../bot/people.ts';
import type { SubscriptionService } from '../features/subscriptions/subscription-service.ts';
import { connectSlack } from '../bot/app.ts';
import { createGate, type Gate } from '../bot/gate.ts';
import type { Forgetting } from '../features/forget/forgetting.ts';
import type { PlaceNotes } from '../bot/place-notes.ts';
import type { RecordLook } from '../bot/record.ts';
import type { BotContextOptions } from '../bot/contract.ts';
import type { Slack, SlackOptions } from '../bot/slack.ts';
import { createCalls, createTransport } from '@leadbell/slack-kit';
import { slowMs } from '../bot/conversation.ts';
import { createInbox, writeWithinMs } from '../bot/inbox/inbox.ts';
import { patientSlack, untilAborted } from './patience-fixtures.ts';

export interface Held {
  readonly question: LeadQuestion;
  readonly signal: AbortSignal;
  release(): void;
}

export interface Bot extends AsyncDisposable {
  readonly slack: SlackSandbox;
  readonly app: Slack;
  /** The port over HTTP; null for Socket Mode. */
  readonly port: number | null;
  /** The questions that the bot has asked the DMS. */
  readonly asked: LeadQuestion[];
  readonly log: {
    readonly lines: Record<string, unknown>[];
    readonly text: () => string;
    /** Resolves to the first log line of this event. */
    readonly line: (event: string) => Promise<Record<string, unknown>>;
  };
  readonly dms: {
    /** While true, the DMS does not answer new questions. */
    hold: boolean;
    error: Error | null;
    readonly held: Held[];
  };
  /** If true, the loading message comes at once. */
  slow: boolean;
  /** The messages of the channel as Noura sees them, including ephemeral ones. */
  seen(channel?: string): Message[];
  said(text: RegExp, channel?: string): Promise<Message>;
  view(text: RegExp): Promise<View>;
}

export const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../slack-manifest.json', import.meta.url), 'utf8'),
);

export interface BotOptions extends Pick<SlackOptions, 'onPosted' | 'ackWithinMs'> {
  readonly over?: 'socket' | 'http';
  readonly leads?: number;
  /** The DMS's answers; by default they have 25 leads. */
  readonly answers?: LeadsApi;
  readonly sandbox?: SandboxOptions;
  /** The kind of person that Noura is; tests press and type as her. By default she is a full member. */
  readonly asker?: Asker;
  readonly language?: Language;
  readonly subscriptionService?: SubscriptionService;
  readonly alerts?: AlertService;
  /** The inbox; by default one in memory. */
  readonly inbox?: Inbox;
  /** The services for one act. By default the same services as for everything else. */
  readonly acting?: BotContextOptions['acting'];
  /** If set, the new bot is a replica in this bot's workspace. */
  readonly beside?: Bot;
  /** The access rules. By default each member is a manager. */
  readonly access?: AccessRules;
  readonly record?: RecordLook;
  readonly placeNotes?: PlaceNotes;
  /** The record of shared posts; by default one in memory. */
  readonly sharedPosts?: SharedPosts;
  readonly uninstalled?: (reason: string) => Promise<void>;
  readonly forgetting?: Forgetting;
  readonly forgotten?: ForgottenPeople;
  /** By default, a gate that asks the stand-in. */
  readonly gate?: Gate;
  /** The time limit of the gate's waits for Slack; by default there is none. */
  readonly gateSleep?: BotContextOptions['sleep'];
  /** Whether acts are refused if the database is slow; by default they wait for it. */
  readonly refusesLateActs?: boolean;
  readonly people?: People;
  /** The Home tabs; by default they are in memory. */
  readonly homes?: HomePages;
  /** Business time. By default it is always `noon`. */
  readonly now?: () => Instant;
  readonly homeClock?: HomeClock;
}

export async function startBot({
  over = 'socket',
  leads = 25,
  answers,
  sandbox = {},
  asker = 'member',
  language = 'en',
  subscriptionService = emptySubscriptionService,
  alerts = quietAlertService,
  inbox = memoryInbox(),
  acting = () => ({ subscriptionService, alerts }),
  beside,
  access = openAccess,
  record = () => Promise.resolve(),
  placeNotes = noPlaceNotes,
  sharedPosts = memorySharedPosts(),
  uninstalled = () => Promise.resolve(),
  forgetting = nothingHeld,
  forgotten = noOneForgotten,
  gate,
  gateSleep = untilAborted,
  refusesLateActs = false,
  people = nobody,
  homes = memoryHomes(),
  homeClock = stillClock,
  now = clock,
  ...toSlack
}: BotOptions = {}): Promise<Bot> {
  const port = over === 'http' ? await freePort() : 0;
  const slack =
    beside?.slack ??
    (await startSlackSandbox({
      manifest,
      limits: false,
      ...patientSlack,
      ...(over === 'http' ? { deliverTo: `http://127.0.0.1:${port}/slack/events` } : {}),
      ...sandboxWith(asker, sandbox),
    }));
  const second = asker === 'second-workspace' ? await startSecondWorkspace(slack) : null;
  const lines: Record<string, unknown>[] = [];
  const written = new EventEmitter();
  async function line(event: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = lines.find((line) => line['event'] === event);
      if (found !== undefined) return found;
      await once(written, 'line');
    }
  }
  const secrets = [slack.botToken, slack.appToken, slack.signingSecret];
  const log = createLog({
    level: 'debug',
    secrets,
    destination: {
      write: (line: string) => {
        lines.push(JSON.parse(line) as Record<string, unknown>);
        written.emit('line');
      },
    },
  });
  const asked: LeadQuestion[] = [];
  const dms: Bot['dms'] = { hold: false, error: null, held: [] };
  const leadsApi: LeadsApi = { read: (question, options) => read(question, options?.signal) };
  async function* read(question: LeadQuestion, signal = new AbortController().signal): AsyncGenerator<AnswerPart> {
    asked.push(question);
    if (dms.hold) {
      const { promise, resolve } = Promise.withResolvers<void>();
      dms.held.push({ question, signal, release: resolve });
      await promise;
    }
    if (dms.error !== null) throw dms.error;
    yield* answers?.read(question, { signal }) ?? dayOf(leads);
  }
  let references = 0;
  const values = new KnownValues();
  const state = { slow: false };
  // The wait before a loading message ends only if the test says so; every other wait is real.
  const sleep = (ms: number, signal: AbortSignal) =>
    delay(ms === slowMs ? (state.slow ? 0 : 600_000) : ms, undefined, { signal, ref: false });
  const inboxSleep = (ms: number, signal: AbortSignal) =>
    ms === writeWithinMs && !refusesLateActs ? untilAborted(ms, signal) : sleep(ms, signal);
  const send = createTransport();
  const app = await connectSlack({
    slack: {
      botTokens: [slack.botToken, ...(second === null ? [] : [second.botToken])],
      apiUrl: slack.apiUrl,
      connection:
        over === 'http'
          ? { kind: 'http', signingSecret: slack.signingSecret, host: '127.0.0.1', port }
          : { kind: 'socket', appToken: slack.appToken },
      timeoutMs: 10_000,
    },
    tokens: { present: (token) => token, lookAgain() {} },
    outbound: { random: Math.random, graceMs: 1_000, notices: () => () => [] },
    fetch,
    send,
    calls: createCalls(send, () => performance.now()),
    onCall: () => () => {},
    elapsed: () => performance.now(),
    realNow: () => Date.now(),
    ...toSlack,
    sleep,
    inbox: createInbox({ queue: inbox, sleep: inboxSleep, log }),
    log,
  });
  const isServed = (team: string) => app.workspaces.some((one) => one.id === team);
  const listening = await app.open(({ id, directory }) => ({
    record,
    placeNotes,
    sharedPosts,
    uninstalled,
    gate:
      gate ??
      createGate({ directory, directoryOf: () => null, rules: access, workspace: id, isServed, sleep: gateSleep, log }),
    services: {
      leadsApi,
      answers: createAnswers({ now, values, forgotten }),
      values,
      forgotten,
      status: () => Promise.resolve(null),
      readAudit: () => Promise.resolve([]),
      forgetting,
      leadSets: noLeadSets,
      subscriptionService,
      people,
      homes,
      homeClock,
      alerts,
      replay: () => Promise.resolve(null),
      calendar: workingCalendar,
      catalogue: { sources: {}, subSources: {} },
    },
    acting,
    registry,
    zone: 'Asia/Riyadh' as Zone,
    weekStart: 7,
    personKeys: testPersonKeys,
    language,
    now,
    sleep,
    log,
    newReference: () => {
      references += 1;
      return `REF00${references}`;
    },
  }));
  const as = 'noura';
  return {
    slack,
    app,
    port: listening,
    asked,
    dms,
    log: { lines, text: () => JSON.stringify(lines), line },
    get slow() {
      return state.slow;
    },
    set slow(slow) {
      state.slow = slow;
    },
    seen: (channel = 'sales') => slack.control.messages(channel, { as }),
    said: (text, channel = 'sales') =>
      slack.control.waitFor(() =>
        slack.control.messages(channel, { as }).find((message) => text.test(textOf(message))),
      ),
    view: (text) => slack.control.waitFor(() => slack.control.views(as).find((view) => text.test(textOf(view)))),
    [Symbol.asyncDispose]: async () => {
      for (const held of dms.held) held.release();
      await app.stop(60_000);
      await second?.close();
      if (beside === undefined) await slack.close();
    },
  };
}

/** Does the same as `createSharedPosts`, but without a database. */
export function memorySharedPosts(): SharedPosts {
  const posts = new Map<string, Share>();
  const change = (id: string, changes: Partial<Share>) => {
    const found = posts.get(id);
    if (found !== undefined) posts.set(id, { ...found, ...changes });
    return Promise.resolve();
  };
  return {
    begin(id, { channel, user }) {
      if (!posts.has(id)) posts.set(id, { channel, user, ts: null, isTakenBack: false });
      return Promise.resolve();
    },
    placed: (id, ts) => change(id, { ts }),
    find: (id) => Promise.resolve(posts.get(id) ?? null),
    takenBack: (id) => change(id, { isTakenBack: true }),
  };
}

export const noPlaceNotes: PlaceNotes = {
  share: () => Promise.resolve(),
  placed: () => Promise.resolve(),
  refused: () => Promise.resolve(),
  file: () => Promise.resolve(),
};

function startSecondWorkspace(beside: SlackSandbox): Promise<SlackSandbox> {
  const team = { id: otherTeams.second, name: 'Second Motors', domain: 'second-motors' };
  return startSlackSandbox({
    beside,
    manifest,
    limits: false,
    ...patientSlack,
    team,
    botToken: 'xoxb-second-not-a-real-token',
  });
}

function clock(): Instant {
  return noon;
}

/** All readable text of a message or a view. */
export function textOf(shown: Message | View): string {
  return asRead(JSON.stringify([('text' in shown ? shown.text : shown.title) ?? '', shown.blocks ?? []]));
}

/** The action id of the button with this label. */
export function buttonOf(shown: Message | View, label: string, nth = 0): string {
  const found = [...elements(shown.blocks)].filter(
    (element) => element.type === 'button' && element.text?.text?.replaceAll(/[\u2066-\u2069\u200F]/g, '') === label,
  );
  const id = found[nth]?.action_id;
  if (id === undefined) throw new Error(`no button ${label} in ${textOf(shown)}`);
  return id;
}

/** The select with this placeholder, and the value of its option that begins with this label. */
export function optionOf(shown: Message, placeholder: string, label: string): { actionId: string; value: string } {
  for (const element of elements(shown.blocks)) {
    if (element.type !== 'static_select' || element.placeholder?.text !== placeholder) continue;
    const option = element.options?.find(({ text }) => text.text.startsWith(label));
    if (option !== undefined) return { actionId: element.action_id ?? '', value: option.value };
  }
  throw new Error(`no option ${label}`);
}

interface Element {
  readonly type?: string;
  readonly action_id?: string;
  readonly text?: { readonly text?: string };
  readonly placeholder?: { readonly text: string };
  readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[];
}

function* elements(node: unknown): Generator<Element> {
  if (Array.isArray(node)) for (const item of node) yield* elements(item);
  else if (typeof node === 'object' && node !== null) {
    yield node;
    for (const value of Object.values(node)) yield* elements(value);
  }
}
