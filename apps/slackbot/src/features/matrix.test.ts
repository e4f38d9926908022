/**
 * Tries every command and every button with every kind of person: a refusal must show nothing about
 * a lead, and no one may see a lead outside their scope. The list of commands and buttons comes
 * from the registry; the rights they need are written here a second time, by hand.
 */
import {
  type Ability,
  type AccessRules,
  type AlertState,
  type Instant,
  type Lead,
  openAccess,
  type Role,
  type RoleGrant,
} from '@leadbell/domain';
import { expect, test } from 'vitest';
import { type ActionId, actionIds } from '../cards/action-ids.ts';
import type { Look } from '../reports/context.ts';
import type { Looker } from '../bot/record.ts';
import { encodeOpen, encodeQuery } from '../queries/query-codec.ts';
import type { LeadsQuery } from '../queries/leads-query.ts';
import type { Query } from '../queries/query.ts';
import { type Bot, startBot } from '../testing/bot-context-fixtures.ts';
import {
  contextFor,
  exampleBulk,
  fakeApi,
  noon,
  nthLead,
  bulkOf,
  quietAlertService,
} from '../testing/lead-fixtures.ts';
import type { AlertService } from './alerts/alert-service.ts';
import type { AlertView } from './alerts/alert-view.ts';
import { registry } from './index.ts';

/** For each command, the ability that it needs and words to type. */
const commandNeeds: Readonly<Record<string, readonly [ability: Ability, words: string]>> = {
  today: ['see lists', ''],
  period: ['see lists', 'yesterday'],
  errors: ['see lists', ''],
  bulk: ['see lists', '5'],
  lead: ['open a person', '1003'],
  find: ['open a person', '1003'],
  help: ['see lists', ''],
  language: ['see lists', 'english'],
  status: ['see lists', ''],
  audit: ['administer', ''],
  forget: ['administer', '+966500001111'],
  replay: ['see lists', ''],
  alerts: ['see lists', ''],
  assign: ['act on alerts', '12 me'],
  note: ['act on alerts', '12 called the agency'],
  silence: ['silence', 'source:Email 2h'],
  silences: ['see lists', ''],
  subscribe: ['subscribe here', 'digest 08:30'],
  subscriptions: ['see lists', ''],
  preview: ['see lists', ''],
  unsubscribe: ['subscribe here', '3'],
};

/** Ways to reach Leadbell that are neither a command nor a button. */
const others: readonly (readonly [way: string, ability: Ability])[] = [
  ['the Home tab', 'see lists'],
  ['a mention', 'see lists'],
];

type Press = readonly [action: ActionId, value: string, needs: readonly Ability[]];

const window = { from: noon, to: (noon + 60_000) as Instant };
const leads: readonly Lead[] = [
  { ...nthLead(3), brand: 'KIA', firstName: 'Kiaplanted', phoneNumber: '500001111', email: 'kia.planted@example.com' },
  { ...nthLead(11), brand: 'MG', firstName: 'Mgplanted', phoneNumber: '500002222', email: 'mg.planted@example.com' },
];
const parts = bulkOf(leads, { createdAt: noon });

/** Patterns that find the leads in a text. The patterns also find a number that has a country code. */
const traces = {
  kia: /Kiaplanted|500001111|kia\.planted/,
  mg: /Mgplanted|500002222|mg\.planted/,
  details: /500001111|500002222|kia\.planted@|mg\.planted@/,
};

const query: LeadsQuery = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false };

async function refs(): Promise<readonly string[]> {
  const { answers, leadsApi, signal } = contextFor(fakeApi(parts));
  const inquiry = {
    key: 'k',
    wholeKey: 'k',
    question: { kind: 'window', window } as const,
    filters: {},
    scope: 'all' as const,
    zone: 'Asia/Riyadh' as never,
    narrowed: false,
    withQuality: false,
  };
  return (await answers.find(inquiry, { leadsApi, signal, fresh: false })).rows.map(({ ref }) => ref);
}

function acts(verbs: readonly string[], id: string): readonly string[] {
  return verbs.map((verb) => `${verb} ${id}`);
}

/** Returns presses with every kind of value that a listener tells apart. The lists and alerts need not exist. */
async function presses(): Promise<readonly Press[]> {
  const lists: readonly Query[] = [
    query,
    { ...query, command: 'errors' },
    { command: 'alerts', filters: {}, page: 0, share: false } as Query,
    { command: 'subscriptions', share: false },
    { command: 'set', id: 's1', filters: {}, page: 0, share: false } as Query,
  ];
  const opens = (await refs()).map((leadRef) => encodeOpen({ query, leadRef }));
  return [
    ...lists.map((one): Press => [actionIds.ask, encodeQuery(one), ['see lists']]),
    [actionIds.filter, encodeQuery({ ...query, filters: { status: 'errored' } }), ['see lists']],
    [actionIds.share, encodeQuery(query), ['see lists', 'share']],
    [actionIds.ask, encodeQuery({ ...query, command: 'lead', id: '1003' }), ['open a person']],
    ...opens.map((value): Press => [actionIds.open, value, ['open a person']]),
    ...opens.map((value): Press => [actionIds.more, value, ['open a person']]),
    ...acts(['acknowledge', 'assign', 'release', 'note', 'assign-to', 'next', 'reopen'], '12').map((value): Press => [
      actionIds.alert,
      value,
      ['act on alerts'],
    ]),
    [actionIds.takeBack, '00000000-0000-4000-8000-000000000000', ['see lists']],
    [actionIds.alert, 'snooze 12', ['silence']],
    [actionIds.alert, 'export 12', ['export']],
    [actionIds.errored, '12 - 0', ['see lists']],
    [actionIds.causes, '7 0', ['see lists']],
    [actionIds.silence, '7', ['silence']],
    ...acts(['pause', 'resume', 'send', 'remove', 'edit'], '3').map((value): Press => [
      actionIds.subscription,
      value,
      ['subscribe here'],
    ]),
    [actionIds.subscribeKind, 'alerts', ['subscribe here']],
    [actionIds.findForm, 'new', ['open a person']],
    [actionIds.subscribeForm, 'new', ['subscribe here']],
    // This button is only in a window that lists causes; `features/alerts/causes-action.test.ts`
    // tests it.
    [actionIds.cause, 'acknowledge 12 7 0', []],
  ];
}

const abilitiesOf: Readonly<Record<Role, readonly Ability[]>> = {
  viewer: ['see lists'],
  agent: ['see lists', 'open a person', 'act on alerts', 'share'],
  manager: ['see lists', 'open a person', 'act on alerts', 'share', 'export', 'silence', 'subscribe here'],
  admin: ['see lists', 'open a person', 'act on alerts', 'share', 'export', 'silence', 'subscribe here', 'administer'],
};

interface Asker {
  readonly name: string;
  readonly id: string;
  readonly channel: string;
  readonly rules?: AccessRules;
  readonly role: Role | null;
  /** `kia`: the person sees only that brand. */
  readonly scope?: 'kia';
}

function named(role: Role, changes: Partial<RoleGrant> = {}): AccessRules {
  return { others: null, grants: [{ role, users: ['U0NOURA'], groups: [], channels: [], ...changes }] };
}

const kia = { brands: ['kia'] };
const noura = { id: 'U0NOURA', channel: 'C0SALES' };
const askers: readonly Asker[] = [
  { ...noura, name: 'a member without configuration', role: 'manager' },
  { ...noura, name: 'an admin of Slack', id: 'U0AMAL', channel: 'G0MANAGERS', role: 'admin' },
  { ...noura, name: 'a guest', id: 'U0GHADA', channel: 'C0GUESTONLY', role: null },
  { ...noura, name: 'a person of another company', id: 'U0OMAR', channel: 'C0AGENCY', role: null },
  { ...noura, name: 'a member whom no role names', id: 'U0SAMIR', rules: named('admin'), role: null },
  { ...noura, name: 'a viewer', rules: named('viewer'), role: 'viewer' },
  { ...noura, name: 'an agent', rules: named('agent'), role: 'agent' },
  { ...noura, name: 'a viewer of one brand', rules: named('viewer', kia), role: 'viewer', scope: 'kia' },
  { ...noura, name: 'an agent of one brand', rules: named('agent', kia), role: 'agent', scope: 'kia' },
  { ...noura, name: 'a manager of one brand', rules: named('manager', kia), role: 'manager', scope: 'kia' },
];

/** A service with one alert about the leads, in every state that a listener checks for. */
function alertService(): AlertService {
  const member = {
    dmsId: exampleBulk.id,
    createdAt: noon,
    state: 'completed',
    count: 2,
    of: 2,
    errors: [{ fingerprint: 'PHONE|phoneNumber', leads: 2 }],
    traits: { source: [], brand: ['KIA', 'MG'], branch: [] },
    since: noon,
    resolvedAt: null,
  };
  const state: AlertState = {
    status: 'firing',
    startedAt: noon,
    firedAt: noon,
    resolvedAt: null,
    toldAt: noon,
    members: { one: member },
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
  };
  const found: AlertView = {
    alert: { id: 12, connection: 'dms', rule: 'bulk-errors', group: 'g', state },
    errorTexts: new Map(),
    sentAgain: new Set(),
    numbersOf: (number) => [number],
    undated: { seenAt: new Map(), keysOf: () => [] },
  };
  return {
    ...quietAlertService,
    find: () => Promise.resolve(found),
    act: () => Promise.resolve(found),
    latest: () => Promise.resolve([found.alert]),
    open: () => Promise.resolve({ count: 1, first: [found.alert] }),
  };
}

const refusal =
  /You have no role in Leadbell|Your role doesn’t let you|guests of this workspace can’t use it|people from other companies can’t use/;

/** Posts messages of the bot that have buttons with these values. */
async function post(bot: Bot, channel: string, all: readonly Press[]): Promise<string[]> {
  const stamps: string[] = [];
  for (const [index, [action, value]] of all.entries()) {
    const response = await fetch(`${bot.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bot.slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        channel,
        text: `press ${index}`,
        blocks: [
          {
            type: 'actions',
            block_id: `en:${index}`,
            elements: [{ type: 'button', action_id: `${action}:1`, value, text: { type: 'plain_text', text: 'x' } }],
          },
        ],
      }),
    });
    stamps.push(((await response.json()) as { ts: string }).ts);
  }
  return stamps;
}

/** Returns everything that the bot has sent to Slack since the mark. */
function sentSince(bot: Bot, mark: number): string[] {
  return bot.slack.traffic
    .entries()
    .filter(({ n, direction, name }) => n > mark && direction === 'in' && !/^users\.|^conversations\./.test(name))
    .map(({ name, body }) => `${name} ${JSON.stringify(body)}`);
}

async function quiet(bot: Bot): Promise<void> {
  const { traffic } = bot.slack;
  let [last, since] = [-1, performance.now()];
  while (performance.now() - since < 1_000) {
    const now = traffic.entries().at(-1)?.n ?? 0;
    if (now !== last) [last, since] = [now, performance.now()];
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

test('every command and every button has its row in this file', async () => {
  const typed = registry.commands.filter(({ isTyped = true }) => isTyped);
  expect(Object.keys(commandNeeds).toSorted()).toEqual(typed.map(({ name }) => name).toSorted());
  const pressed = new Set((await presses()).map(([action]) => action));
  expect(Object.values(actionIds).filter((id) => !pressed.has(id))).toEqual([]);
});

test.each(askers)('$name', async ({ id, channel, rules = openAccess, role, scope }) => {
  const looks: (Look & Looker)[] = [];
  await using bot = await startBot({
    access: rules,
    answers: fakeApi(parts),
    alerts: alertService(),
    sandbox: { keepTraffic: 5_000 },
    record: (looker, look) => {
      looks.push({ ...looker, ...look });
      return Promise.resolve();
    },
  });
  const may = (needs: readonly Ability[]) => role !== null && needs.every((one) => abilitiesOf[role].includes(one));
  const pressed = (await presses()).filter(([action]) => action !== actionIds.cause);
  const stamps = await post(bot, channel, pressed);
  const mark = bot.slack.traffic.entries().at(-1)?.n ?? 0;
  const typed = id === 'U0OMAR' ? [] : Object.entries(commandNeeds);
  for (const [name, [, words]] of typed) await bot.slack.control.say(id, channel, `/leads ${name} ${words}`.trim());
  for (const [index, ts] of stamps.entries()) {
    const message = bot.slack.control.messages(channel).find((one) => one.ts === ts);
    if (message === undefined) throw new Error(`no message ${index}`);
    await bot.slack.control.click(id, message, `${pressed[index]?.[0]}:1`);
  }
  bot.slack.control.openHome(id);
  await bot.slack.control.say(id, channel, '@Leadbell today');
  const cells = [
    ...typed.map(([, [ability]]) => [ability]),
    ...pressed.map(([, , needs]) => needs),
    ...others.map(([, ability]) => [ability]),
  ];
  const seen = () => {
    const sent = sentSince(bot, mark);
    const [all, done] = [sent.join('\n'), looks.filter(({ outcome }) => outcome !== 'refused')];
    return {
      refusals: sent.filter((one) => refusal.test(one)).length,
      kia: traces.kia.test(all),
      mg: traces.mg.test(all),
      details: traces.details.test(all),
      actions: [...new Set(done.map(({ action }) => action))].toSorted(),
      brands: new Set(looks.flatMap((look) => look.leads.map((lead) => lead.brand))),
    };
  };
  const isIdle = role === null || role === 'viewer';
  const expected = {
    refusals: cells.filter((needs) => !may(needs)).length,
    kia: may(['see lists']),
    mg: may(['see lists']) && scope !== 'kia',
    details: may(['open a person']),
    actions: isIdle ? [] : ['find', ...(may(['administer']) ? ['forget look'] : []), 'open', 'open more', 'share'],
    brands: new Set(may(['open a person']) ? (scope === 'kia' ? ['KIA'] : ['KIA', 'MG']) : []),
  };
  await expect.poll(seen).toEqual(expected);
  // Wait, to be sure that nothing more comes.
  await quiet(bot);
  expect(seen()).toEqual(expected);
});
