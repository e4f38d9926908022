/**
 * For tests: reads Leadbell's output as text (answers, opened leads, errors of alerts, digests, channel messages), and
 * the content of the database.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '@leadbell/i18n';
import type { Instant, Zone } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Store } from '@leadbell/store';
import { asRead } from '@leadbell/testing';
import type { AlertService } from '../features/alerts/alert-service.ts';
import { noOneForgotten } from '../reports/forgotten.ts';
import { readErrored } from '../features/alerts/errored-leads.ts';
import { alertErrorsView } from '../features/alerts/errored-view.ts';
import { exportAlert } from '../features/alerts/export.ts';
import { createAnswers } from '../reports/answers.ts';
import type { Query } from '../queries/query.ts';
import type { Catalogue } from '@leadbell/settings';
import type { AnswerContext } from '../reports/context.ts';
import { contextFor, workingCalendar } from './lead-fixtures.ts';
import { answerQuery, decodeOpen, parseText } from './commands-fixtures.ts';
import { readStatus } from '../features/status/read-status.ts';
import { makeDigests } from '../features/digest/digest.ts';
import { failureOf } from '../bot/failure-card.ts';
import { messagesFor } from '../features/index.ts';
import { leadView } from '../features/leads/lead.ts';
import { renderMessage, renderModal } from '@leadbell/slack-kit';
import { writeDefinition } from '../subscriptions/definition.ts';
import type { PollOptions } from '../watch/poll-options.ts';
import { plainDigest } from './definition-fixtures.ts';
import { openInstallation } from './status-fixtures.ts';
import { silent } from './watch-fixtures.ts';
import { buttonsOf, faultsOf, textOf } from './slack-text-fixtures.ts';

const zone = 'Asia/Riyadh' as Zone;
const never = new AbortController().signal;
const reference = 'REF001';
const mostPages = 100;

export interface Said {
  /** The text of the notification. */
  readonly summary: string;
  readonly text: string;
  /** The rows of the listed leads, each with the value of its *Open* button. */
  readonly leads: readonly { readonly row: string; readonly open: string }[];
}

export interface Posted {
  readonly text: string;
  readonly summary: string;
  readonly version: number;
  /** Whether the message is a reply in a thread. */
  readonly isLine: boolean;
  readonly buttons: ReturnType<typeof buttonsOf>;
}

export interface Screens {
  /** Problems found in any rendered output. */
  readonly faults: string[];
  say(text: string, how?: { readonly language?: Language; readonly catalogue?: Catalogue }): Promise<Said>;
  open(value: string, language?: Language): Promise<string>;
  /** The lists that *View errors* and *Export* of an alert show. */
  viewErrors(
    alert: number,
  ): Promise<{ readonly view: string; readonly opens: readonly string[]; readonly file: string }>;
  /** Sends the digest, as *Send now* does. */
  digest(at: string): Promise<void>;
  /** The whole content of the database, as text. */
  stored(): Promise<string>;
  /** Messages of a channel, oldest first. */
  posted(channel: 'C0SALES' | 'C0IT' | 'C0DIGEST'): Promise<readonly Posted[]>;
  /** Clears the cached answers. */
  forget(): void;
}

export interface ScreensOptions {
  readonly store: Store;
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly leadsApi: LeadsApi;
  readonly alerts: AlertService;
  readonly options: PollOptions;
  readonly now: () => Instant;
}

/** Subscribes a channel, in English. */
export function subscribe(
  store: Store,
  channel: string,
  kind: 'leads' | 'alerts' | 'digest',
  settings: object,
): Promise<number> {
  const definition = writeDefinition({ kind, zone, language: 'en', ...settings } as never);
  return store.transaction((tx) =>
    store.subscriptions.add(tx, { workspace: 'T1', channel, owner: 'U0NOURA', kind, definition, nextRunAt: null }),
  );
}

/** Joins the answer with its other pages. An answer about a period also gets its view with the numbers. */
async function withTheRest(first: Said, query: Query, answered: (query: Query) => Promise<Said>): Promise<Said> {
  const all = [first];
  // A request for a page after the last one gets the last page again.
  for (let page = 1; page < mostPages; page += 1) {
    const next = await answered({ ...query, page } as Query);
    if (next.leads.some(({ open }) => all.some((one) => one.leads.some((lead) => lead.open === open)))) break;
    all.push(next);
  }
  if (query.command === 'period' || query.command === 'today')
    all.push({ ...(await answered({ ...query, view: 'numbers' } as Query)), leads: [] });
  return {
    summary: first.summary,
    text: all.map(({ text }) => text).join('\n'),
    leads: all.flatMap(({ leads }) => leads),
  };
}

export function createScreens({ store, query, leadsApi, alerts, options, now }: ScreensOptions): Screens {
  const faults: string[] = [];
  let answers = createAnswers({ now });
  const contextOf = (language: Language, catalogue?: Catalogue): AnswerContext =>
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
            installation: () => Promise.resolve(openInstallation),
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

  return {
    faults,
    async say(text, { language = 'en', catalogue } = {}) {
      const context = contextOf(language, catalogue);
      const { messages } = context;
      const parsed = parseText(text, context);
      if (!parsed.ok) throw new Error(parsed.complaint.sentence);
      const answered = async (query: Query): Promise<Said> => {
        const card = await answerQuery(query, context).catch((error: unknown) =>
          failureOf(error, { query, reference, messages }),
        );
        const message = rendered(renderMessage(card, { tag: messages.tag, more: messages.leads.more }), 'message');
        const leads = buttonsOf(message).flatMap(({ text: row, value }) =>
          decodeOpen(value) === null ? [] : [{ row, open: value }],
        );
        return { summary: asRead(message.text), text: textOf(message), leads };
      };
      const first = await answered(parsed.query);
      return parsed.query.share || first.leads.length === 0 ? first : withTheRest(first, parsed.query, answered);
    },
    async open(value, language = 'en') {
      const request = decodeOpen(value);
      if (request === null) throw new Error(`opens no lead: ${value}`);
      const messages = messagesFor(language);
      const view = await leadView({ ...request, isMore: true }, contextOf(language));
      const modal = rendered(renderModal(view, { tag: messages.tag, more: messages.leads.more }), 'modal');
      return `${asRead(modal.title.text)}\n${textOf(modal)}`;
    },
    async viewErrors(alert) {
      const messages = messagesFor('en');
      const found = await alerts.find(alert);
      if (found === null) throw new Error(`no alert ${alert}`);
      const errored = await readErrored(found, leadsApi, { signal: never, scope: 'all', forgotten: noOneForgotten });
      const card = alertErrorsView({ ...found, found: errored }, { id: alert, group: null, page: 0 }, messages, zone);
      const modal = rendered(renderModal(card, { tag: messages.tag, more: messages.leads.more }), 'modal');
      const exported = await exportAlert(
        alert,
        { leadsApi, alerts },
        { signal: never, scope: 'all', forgotten: noOneForgotten },
        messages,
      );
      const opens = buttonsOf(modal).flatMap(({ value }) => (decodeOpen(value) === null ? [] : [value]));
      return { view: textOf(modal), opens, file: exported?.file.content ?? '' };
    },
    async digest(at) {
      const subscription = await subscribe(store, 'C0DIGEST', 'digest', {
        ...plainDigest,
        schedule: { kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 7], minuteOfDay: 510 },
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
          elapsed: () => performance.now(),
          sleep: (ms, signal) => delay(ms, undefined, { signal }),
          sendAll: () => Promise.resolve(),
          messages: messagesFor('en'),
          log: silent,
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
        const message = rendered(payload as { text: string; blocks: unknown }, 'message');
        return {
          text: textOf(message),
          summary: asRead(message.text),
          version: Number(version),
          isLine: thread !== null,
          buttons: buttonsOf(message),
        };
      });
    },
    forget() {
      answers.close();
      answers = createAnswers({ now });
    },
  };
}
