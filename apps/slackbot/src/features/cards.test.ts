import { type Language, languages, languageTags } from '@leadbell/i18n';
import { perhapsSharedCard } from '../cards/notices.ts';
import { afterAll, describe, expect, it } from 'vitest';
import type { AnswerContext } from '../reports/context.ts';
import { type AnyQuery, answerQuery, complaintCard, parseText } from '../testing/commands-fixtures.ts';
import { leadsQuery } from '../queries/leads-query.ts';
import * as v from 'valibot';
import type { AnswerPart } from '@leadbell/leads-api';
import { type Instant, type Lead, readSchedule } from '@leadbell/domain';
import type { LastOutcome } from '@leadbell/store';
import type { Listed } from './subscriptions/subscription-service.ts';
import { subscriptionsCard } from './subscriptions/subscription-cards.ts';
import { registry } from './index.ts';
import { leadView } from './leads/lead.ts';
import { type Card, checkBlocks, type ModalCard, renderMessage, renderModal } from '@leadbell/slack-kit';
import { noticeCard, type Trouble } from '../subscriptions/notices.ts';
import { bare, bulkOf, contextFor, dayOf, example, fakeApi, nthLead, problem, noon } from '../testing/lead-fixtures.ts';
import { statusCard } from './status/status-card.ts';
import { languageGoldens } from '../testing/language-goldens-fixtures.ts';
import { statusCases } from '../testing/status-fixtures.ts';
import { failureCard, fetchingCard, notInChannelCard, staleButtonCard, troubleCard } from '../cards/notices.ts';

const golden = languageGoldens(new URL('./__golden__/', import.meta.url));
afterAll(golden.expectNoOrphans);

const hostile: Lead = {
  ...nthLead(3),
  firstName: '<!channel>&*_~`',
  lastName: '\u202eevil\u2066',
  brand: '<@U123>',
  branch: 'a\nb\r\nc\u0000d',
  source: '&lt;!here&gt;',
  subSource: `${'\u0300'.repeat(50)}x`,
  priority: '🚗'.repeat(40),
  interest: 'خصم *50%* <https://example.com|هنا>',
  leadNote: 'x'.repeat(5_000),
  email: 'a@b.c|<!here>',
  phoneNumber: 'javascript:alert(1)',
  errors: [{ message: 'y'.repeat(900), code: '<!everyone>', field: '\u202e' }],
};

interface Case {
  readonly name: string;
  readonly text: string;
  readonly parts: readonly AnswerPart[];
  readonly changes?: Partial<AnswerContext>;
  readonly query?: Partial<AnyQuery>;
}

const at = (hours: number) => (noon + hours * 3_600_000) as Instant;

const troublesOfOwners: readonly (readonly [kind: string, Trouble])[] = [
  ['digest', { kind: 'paused', reason: 'is_archived', pausedAt: noon }],
  ['other', { kind: 'paused', reason: 'brand_new_code', pausedAt: noon }],
  ['alerts', { kind: 'undelivered', reason: 'msg_too_long', messages: 1, message: 7 }],
  ['leads', { kind: 'undelivered', reason: 'platform_hiccup', messages: 3, message: 7 }],
  ['alerts', { kind: 'undelivered', reason: 'perhaps posted (missing_scope)', messages: 1, message: 7 }],
  ['digest', { kind: 'late', failure: 'unavailable', meantFor: '25 August 08:30', since: noon }],
  ['digest', { kind: 'unsent', why: 'paused', request: 'w' }],
  ['digest', { kind: 'unsent', why: 'changed', request: 'w' }],
  ['digest', { kind: 'unsent', why: { failure: 'unavailable' }, request: 'w' }],
];

const cases: readonly Case[] = [
  { name: 'today-empty', text: 'today', parts: [] },
  { name: 'today-one', text: 'today', parts: bulkOf([example]) },
  { name: 'today-many', text: 'today', parts: dayOf(24) },
  { name: 'today-many-page-2', text: 'today', parts: dayOf(24), query: { page: 1 } },
  { name: 'today-channel', text: 'today --share', parts: dayOf(12), changes: { audience: 'channel' } },
  { name: 'today-hostile', text: 'today', parts: bulkOf([hostile, bare]) },
  {
    name: 'today-server-differs',
    text: 'today',
    parts: [problem('[0].leads[1]'), ...bulkOf([example], { totalRecords: 2 })],
  },
  { name: 'week-huge', text: 'this week', parts: dayOf(2_400, 40), query: { page: 99 } },
  { name: 'filtered', text: 'last 3 days brand:KIA status:errored', parts: dayOf(24) },
  { name: 'filtered-empty', text: 'yesterday brand:Fiat', parts: dayOf(24) },
  { name: 'hours', text: 'last 12 hours', parts: dayOf(2) },
  { name: 'errors-none', text: 'errors', parts: bulkOf([example]) },
  {
    name: 'errors-some',
    text: 'errors',
    parts: [...dayOf(24), problem('[0].leads[17]'), problem('[1].leads[3].vehicles')],
  },
  {
    name: 'bulk',
    text: 'bulk 77',
    parts: bulkOf([nthLead(1), nthLead(3)], { id: '77', totalRecords: 3, errorRecords: 1 }),
  },
  {
    name: 'bulk-unknown-state',
    text: 'bulk 77',
    parts: bulkOf([], { id: '77', state: { unknown: 9 }, createdAt: null, createdBy: null }),
  },
  { name: 'bulk-none', text: 'bulk 77', parts: [] },
  { name: 'lead', text: 'lead 574', parts: bulkOf([example, nthLead(1)]) },
  { name: 'lead-none', text: 'lead 574 yesterday', parts: [] },
  { name: 'help', text: 'help', parts: [] },
  { name: 'help-all', text: 'help all', parts: [] },
];

async function answer({ text, parts, changes, query }: Case, tag: Language): Promise<Card> {
  const context = contextFor(fakeApi(parts), tag, changes);
  const parsed = parseText(text, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  return answerQuery({ ...parsed.query, ...query }, context);
}

function commandOf(text: string, context: AnswerContext): string {
  const parsed = parseText(text, context);
  return parsed.ok ? parsed.query.command : '';
}

async function opened(lead: Lead, tag: Language, isMore: boolean): Promise<Card> {
  const context = contextFor(fakeApi(bulkOf([lead])), tag);
  const parsed = parseText('today', context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const ref = `.${lead.externalId ?? ''}.0`;
  const card = JSON.stringify(await answerQuery(parsed.query, context));
  const leadRef = new RegExp(`"(\\w+${ref.replaceAll('.', String.raw`\.`)})/`).exec(card)?.[1] ?? '';
  return leadView({ query: v.parse(leadsQuery, parsed.query), leadRef, isMore }, context);
}

/** Writes a card as readable JSON, with each part on its own line. */
function text({ parts, ...rest }: Card): string {
  const lines = parts.map((part) => `    ${JSON.stringify(part)}`).join(',\n');
  return `${JSON.stringify(rest, null, 2).replace(/\n\}$/, '')},\n  "parts": [\n${lines}\n  ]\n}`;
}

/** Finds problems for which Slack would reject the card, and says whether the renderer had to leave something out. */
function troubles(card: Card, tag: Language): string[] {
  let left = 0;
  const more = (count: number): string => {
    left += count;
    return String(count);
  };
  if ('title' in card) return checkBlocks(renderModal(card as ModalCard, { tag, more }).blocks, 'modal');
  const problems = checkBlocks(renderMessage(card, { tag, more }).blocks, 'message');
  return left === 0 ? problems : [...problems, `${left} parts left out`];
}

describe.each(languageTags)('cards in %s', (tag) => {
  const { direction } = languages[tag];

  it.each(cases)('$name', async (one) => {
    const card = await answer(one, tag);
    expect(card.direction).toBe(direction);
    expect(troubles(card, tag)).toEqual([]);
    golden.expect(one.name, tag, 'json', text(card));
  });

  // Commands without cases of their own get their sample as a case, so that every command has one.
  const context = contextFor(fakeApi([]), 'en');
  const covered = new Set(cases.map((one) => commandOf(one.text, context)));
  const others = registry.commands.filter(({ name, isTyped = true }) => isTyped && !covered.has(name));

  it.each(others)('command-$name', async ({ name, usage }) => {
    const one = { name: `command-${name}`, text: usage(contextFor(fakeApi([]), tag).messages).form, parts: dayOf(24) };
    const card = await answer(one, tag);
    expect(troubles(card, tag)).toEqual([]);
    golden.expect(one.name, tag, 'json', text(card));
  });

  const leads: readonly (readonly [name: string, lead: Lead, isMore: boolean])[] = [
    ['modal-example', example, false],
    ['modal-more', example, true],
    ['modal-errored', { ...nthLead(3), acceptMarketing: false, acceptNewsLetter: null }, false],
    ['modal-bare', bare, false],
    ['modal-hostile', hostile, true],
  ];

  it.each(leads)('%s', async (name, lead, isMore) => {
    const card = await opened(lead, tag, isMore);
    expect(card.direction).toBe(direction);
    expect(troubles(card, tag)).toEqual([]);
    golden.expect(name, tag, 'json', text(card));
  });

  it.each(statusCases)('$name', ({ name, status }) => {
    const card = statusCard(status, contextFor(fakeApi([]), tag));
    expect(troubles(card, tag)).toEqual([]);
    golden.expect(name, tag, 'json', text(card));
  });

  it('a list of subscriptions shows the result of the last message and the overdue digest', () => {
    const context = contextFor(fakeApi([]), tag);
    const { schedule } = readSchedule(['08:30']);
    if (schedule === null) throw new Error('no schedule');
    const common = { zone: context.zone, language: 'en', filters: {} } as const;
    const options = { skipEmpty: false, workingDaysOnly: false, hijri: false, without: [] };
    const digest = { ...common, ...options, kind: 'digest', schedule } as const;
    const leads = { ...common, kind: 'leads', together: 5, threadOnly: false } as const;
    const last = (state: LastOutcome['state'], reason: string | null = null): Pick<Listed, 'last'> => ({
      last: {
        subscription: 1,
        state,
        at: at(-5),
        reason,
        nextTryAt: state === 'waiting' && reason !== null ? at(1) : null,
      },
    });
    const all: readonly Partial<Listed>[] = [
      last('posted'),
      last('empty'),
      { ...last('posted'), owed: { since: at(-4), tries: 12, failure: 'unavailable', nextTryAt: at(0.1) } },
      { owed: { since: at(0), tries: 0, failure: null, nextTryAt: null } },
      { ...last('dead', 'is_archived'), pausedReason: 'is_archived', nextRunAt: null },
      { ...last('dead', 'msg_too_long'), definition: leads },
      { ...last('dead', 'perhaps posted (missing_scope)'), definition: leads },
      { ...last('waiting', 'platform_hiccup'), definition: leads },
      { ...last('waiting', 'token_revoked'), definition: leads },
      { ...last('in-doubt'), definition: leads },
    ];
    const card = subscriptionsCard(
      all.map((one, n) => ({
        id: n + 1,
        definition: digest,
        owner: 'U0NOURA',
        pausedReason: null,
        nextRunAt: at(20),
        ...one,
      })),
      context,
    );
    expect(troubles(card, tag)).toEqual([]);
    golden.expect('subscriptions', tag, 'json', text(card));
  });

  it('small cards', () => {
    const context = contextFor(fakeApi([]), tag);
    const { messages } = context;
    const parsed = parseText('yestrday', context);
    if (parsed.ok) throw new Error('it was understood');
    const query: AnyQuery = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false };
    const small = [
      complaintCard(parsed.complaint, context),
      fetchingCard(messages),
      troubleCard({ kind: 'rate-limited', retryAfterMs: 2_500, reference: 'ab12', query }, messages),
      troubleCard({ kind: 'unauthorized', reference: 'ab12', query }, messages),
      failureCard({ reference: 'ab12', query }, messages),
      failureCard({ reference: 'ab12', query: null }, messages),
      notInChannelCard(messages),
      staleButtonCard(messages),
      perhapsSharedCard({ reference: 'ab12' }, messages),
      statusCard(null, context),
      ...troublesOfOwners.map(([kind, trouble]) => noticeCard({ channel: 'C0SALES', kind }, trouble, messages)),
    ];
    expect(small.flatMap((card) => troubles(card, tag))).toEqual([]);
    expect(new Set(small.map((card) => card.direction))).toEqual(new Set([direction]));
    golden.expect('small', tag, 'json', `[\n${small.map(text).join(',\n')}\n]`);
  });
});
