/**
 * Tests people's acts in the real bot with a database and the Slack stand-in: Slack delivers an act twice, also to two
 * replicas, or a person presses twice, or a crash interrupts the act.
 */
import { filters } from '../../testing/commands-fixtures.ts';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Bot, buttonOf, textOf } from '../../testing/bot-context-fixtures.ts';
import type { StoredAct } from '../contract.ts';
import {
  allDone,
  audited,
  databases,
  noted,
  open,
  other,
  posted,
  replica,
  sent,
  sentences,
  store,
  url,
  workspace,
  setUpReplicas,
} from '../../testing/replica-fixtures.ts';
import { registry } from '../../features/index.ts';

setUpReplicas();

interface Example {
  /** The act as Slack delivers it: the text after `/leads`, or a press (`pressed`). */
  readonly typed?: string;
  readonly pressed?: readonly [actionId: string, value: string];
  readonly what?: unknown;
  /** Counts the effects that acts of this kind have had so far; null when repeating the act changes nothing. */
  readonly effects: ((bot: Bot) => Promise<number>) | null;
}

const forgetting = {
  command: 'forget',
  share: false,
  by: 'phone',
  persons: [`p1.00000000.${'a'.repeat(22)}`],
  marks: [],
  sure: true,
};
const examples = {
  share: { typed: 'today --share', effects: posted },
  subscribe: { typed: 'subscribe digest 09:30', effects: audited('subscribed') },
  unsubscribe: { typed: 'unsubscribe 1', effects: audited('remove') },
  assign: { typed: 'assign 1 @samir', effects: audited('assign') },
  note: { typed: 'note 1 the branch was renamed', effects: noted },
  silence: { typed: 'silence source:Website 2h', effects: audited('silence') },
  language: { typed: 'language arabic', effects: null },
  alert: { pressed: ['leads.alert', 'acknowledge 1'], effects: audited('acknowledge') },
  'alert form': { what: { verb: 'note', id: 1, text: 'it was renamed again' }, effects: noted },
  // No summary has this number; `causes-action.test.ts` covers a summary that exists.
  cause: { what: 'acknowledge 1 7 0', effects: null },
  'end silence': { pressed: ['leads.silence', '1'], effects: audited('end-silence') },
  subscription: { pressed: ['leads.subscription', 'send 2'], effects: sent },
  reading: { what: { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false }, effects: null },
  'private reading': { what: {}, effects: null },
  // The effects of the next two acts are tested in `features/forget/killed.test.ts` and `bot/take-back.test.ts`.
  forget: { what: forgetting, effects: null },
  'take back': { pressed: ['leads.takeback', '00000000-0000-0000-0000-000000000000'], effects: null },
  'reading view': {
    what: { viewId: 'V0GONE', title: 'Lead', tryAgain: 'x', action: 'leads.open' },
    effects: null,
  },
} satisfies Readonly<Record<string, Example>>;
const all: readonly (readonly [name: string, example: Example])[] = Object.entries(examples);

test('every kind of act has an example in this file', () => {
  expect(Object.keys(examples).toSorted()).toEqual(Object.keys(registry.acts).toSorted());
});

let presses = 0;
function bodyOf({ typed, pressed }: Example): URLSearchParams {
  presses += 1;
  const trigger = `${presses}.1.a`;
  if (typed !== undefined)
    return new URLSearchParams({
      command: '/leads',
      text: typed.replace('@samir', '<@U0SAMIR|samir>'),
      user_id: 'U0NOURA',
      team_id: workspace,
      channel_id: 'C0SALES',
      trigger_id: trigger,
    });
  const [action, value] = pressed ?? ['', ''];
  const payload = {
    type: 'block_actions',
    user: { id: 'U0NOURA', team_id: workspace },
    team: { id: workspace },
    channel: { id: 'C0SALES' },
    trigger_id: trigger,
    container: { type: 'message', message_ts: '1.0', channel_id: 'C0SALES', is_ephemeral: true },
    actions: [{ type: 'button', action_id: `${action}:1`, block_id: 'en:1:1', value, action_ts: `${presses}.0` }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) });
}

async function post(bot: Bot, body: URLSearchParams, headers: Record<string, string> = {}): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const text = body.toString();
  const answer = await fetch(`http://127.0.0.1:${bot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${createHmac('sha256', bot.slack.signingSecret).update(`v0:${timestamp}:${text}`).digest('hex')}`,
      ...headers,
    },
    body: text,
  });
  await answer.body?.cancel();
  return answer.status;
}

describe('an act that Slack delivers again, also to another replica, has one effect', () => {
  const delivered = all.filter(([, { what }]) => what === undefined);
  test('every kind of act has one effect when it is delivered again', async () => {
    await using one = await replica({ over: 'http' });
    await using two = await replica({ over: 'http', beside: one }, other);
    const more: Record<string, number> = {};
    const answers: number[] = [];
    for (const [name, example] of delivered) {
      const before = (await example.effects?.(one)) ?? 0;
      const body = bodyOf(example);
      const statuses = await Promise.all([post(one, body), post(two, body), post(one, body)]);
      // Deliver the act again, as Slack does when it gets no answer in time.
      statuses.push(await post(two, body, { 'x-slack-retry-num': '1' }));
      answers.push(...statuses);
      await allDone();
      if (example.effects !== null) more[name] = (await example.effects(one)) - before;
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(more).toEqual(Object.fromEntries(Object.keys(more).map((name) => [name, 1])));
    expect(one.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    // The inbox no longer contains any text of the acts.
    expect(JSON.stringify(await databases.query(url, 'select * from inbox'))).not.toMatch(/renamed|U0NOURA|Website/);
  });
});

/**
 * Simulates that the process was killed after acknowledging the act. If `isMarked`, the process had marked the act a
 * minute ago; by now an interrupted post is certainly over.
 */
async function orphan(
  name: string,
  example: Example,
  isMarked: boolean,
  { object, same }: { object: string; same: string } = { object: name, same: name },
): Promise<unknown> {
  const form = bodyOf(example);
  const pressed = example.pressed;
  const given = pressed === undefined ? null : registry.actOfPress(pressed[0], pressed[1]);
  const what = example.what ?? given?.what ?? typedAsks[form.get('text') ?? ''];
  const place = { channel: 'C0SALES', user: 'U0NOURA' };
  const body: StoredAct = {
    name,
    what,
    place,
    address: { url: null, until: 0, place, manner: 'new' },
    language: 'en',
    asChosen: false,
  };
  const act = { workspace, key: name, object, same, merges: 'latest', body } as const;
  // Release the lease only when the row is complete, so that a running bot does not take the act over too early.
  const written = await store.inbox.write(act, 60_000, new AbortController().signal);
  if (written.kind !== 'new') throw new Error(written.kind);
  if (isMarked) {
    await (name === 'share' ? store.inbox.markNamed(written.act) : store.inbox.mark(written.act));
    const earlier = "update inbox set marked_at = marked_at - interval '1 minute' where id = $1";
    await databases.query(url, earlier, [written.act.id]);
  }
  await store.inbox.release(written.act, 0);
  return what;
}
const common = { filters: {}, page: 0, share: false };
const typedAsks: Readonly<Record<string, unknown>> = {
  'today --share': { ...common, command: 'today', period: { kind: 'today' }, share: true },
  'subscribe digest 09:30': { ...common, command: 'subscribe', words: 'digest 09:30' },
  'unsubscribe 1': { ...common, command: 'unsubscribe', id: '1' },
  'assign 1 <@U0SAMIR|samir>': { ...common, command: 'assign', id: '1', words: 'U0SAMIR' },
  'note 1 the branch was renamed': { ...common, command: 'note', id: '1', words: 'the branch was renamed' },
  'silence source:Website 2h': { ...common, command: 'silence', filters: filters({ source: 'Website' }), words: '2h' },
  'language arabic': { ...common, command: 'language', words: 'ar' },
};

/**
 * Simulates that a process was killed while every act was pending, and lets the bot finish them. Returns the number of
 * additional effects of each kind, and the replies.
 */
async function afterCrash(bot: Bot, isMarked: boolean) {
  const count = async () =>
    Promise.all(
      [...new Set(all.map(([, { effects }]) => effects))].map(async (of) => [of, (await of?.(bot)) ?? 0] as const),
    );
  const before = new Map(await count());
  const whats = new Map<string, unknown>();
  for (const [name, example] of all) whats.set(name, await orphan(name, example, isMarked));
  await allDone();
  const more = new Map((await count()).map(([of, n]) => [of, n - (before.get(of) ?? 0)]));
  return { more, whats, told: sentences(bot) };
}

describe('when a process is killed after it acknowledged acts,', () => {
  test('the remaining processes perform every act once', async () => {
    await using bot = await replica();
    const { more, told } = await afterCrash(bot, false);
    const kinds = Map.groupBy(all, ([, { effects }]) => effects);
    const expected = [...kinds].map(([of, ofKind]) => [of, of === null ? 0 : ofKind.length] as const);
    expect(more).toEqual(new Map(expected));
    // A share and a view get no reply, because they show their own result. Acts on the alert get a reply, because no
    // channel shows the alert.
    expect(told).toHaveLength(all.length - 2);
    expect(told.filter((text) => /no active subscription to alerts here/.test(text))).toHaveLength(2);
  });

  test('an act whose effect was committed is not repeated, and the person is informed', async () => {
    await using bot = await replica();
    const { more, whats, told } = await afterCrash(bot, true);
    // The bot searches for the share, which never reached Slack, and posts it.
    expect([...more].map(([of, n]) => n - (of === posted ? 1 : 0)).every((n) => n === 0)).toBe(true);
    const how = all.map(([name]) =>
      registry.findAct(name)?.afterRestart(registry.findAct(name)?.read(whats.get(name))),
    );
    const count = (kind: string) => how.filter((one) => one === kind).length;
    expect(told.filter((text) => /Done\./.test(text))).toHaveLength(count('done'));
    expect(told.filter((text) => /before you try again/.test(text))).toHaveLength(count('perhaps'));
    expect(told).toHaveLength(all.length - count('nothing') - count('look'));
  });
});

test('a share that an earlier release left unfinished is not repeated, because it cannot be found: the person is asked to look', async () => {
  // The row as the earlier release left it, before this release starts.
  await orphan('share', examples.share, true);
  await databases.query(url, `update inbox set body = body - 'isNamed'`);
  await using bot = await replica();
  await bot.said(/Please check whether it was done before you try again/);
  await allDone();
  expect(await posted(bot)).toBe(0);
});

test('an act that only another version of Leadbell knows gets a reply', async () => {
  await using bot = await replica();
  for (const isMarked of [false, true]) {
    await orphan('wave', examples.share, isMarked);
    await bot.said(isMarked ? /Please check whether it was done/ : /Please try again/);
    await allDone();
    await databases.query(url, 'delete from inbox');
  }
  expect(await posted(bot)).toBe(0);
});

test('a press on an alert gets a reply only if no message shows its result', async () => {
  await using bot = await replica({ over: 'http' });
  const [alert] = await databases.query(url, 'select id from alerts');
  const subscription = await store.transaction(async (tx) => {
    const definition = { zone: 'Asia/Riyadh', language: 'en' };
    const common = { workspace, channel: 'C0SALES', kind: 'alerts', owner: 'U0NOURA' };
    const id = await store.subscriptions.add(tx, { ...common, definition, nextRunAt: null });
    const message = { workspace, channel: 'C0SALES', kind: 'alert', payload: { text: 'An alert' }, subscription: id };
    await store.outbox.add(tx, [{ ...message, key: `alert ${String(alert?.['id'])} ${id}` }]);
    return id;
  });
  await post(bot, bodyOf(examples.alert));
  await allDone();
  expect([await audited('acknowledge')(), sentences(bot)]).toEqual([1, []]);
  await databases.query(url, 'delete from subscriptions where id = $1', [subscription]);
  await post(bot, bodyOf({ pressed: ['leads.alert', 'assign 1'], effects: null }));
  await bot.said(/no active subscription to alerts here/);
  await allDone();
});

test('an interrupted export is reported, and a second press starts another export at once', async () => {
  await using bot = await replica({ over: 'http' });
  const example: Example = { pressed: ['leads.alert', 'export 1'], effects: null };
  const same = JSON.stringify(['U0NOURA', 'export', 'alert 1', '']);
  await orphan('alert', example, true, { object: 'alert 1', same });
  await bot.said(/Please check whether it was done before you try again/);
  await allDone();
  await post(bot, bodyOf(example));
  await allDone();
  expect(await databases.query(url, 'select id from inbox')).toHaveLength(2);
});

async function list(bot: Bot, who: string) {
  await bot.slack.control.say(who, 'sales', '/leads subscriptions');
  return bot.slack.control.waitFor(() =>
    bot.slack.control
      .messages('sales', { as: who })
      .find((message) => /Subscriptions of this channel/.test(textOf(message))),
  );
}

describe('two presses on one button', () => {
  test('two presses on Send now send one digest, and the second person is informed; a press half a minute later sends another digest', async () => {
    await using bot = await replica();
    await using beside = await replica({ beside: bot }, other);
    const message = await list(bot, 'noura');
    const sendNow = buttonOf(message, 'Send now');
    const press = (who: string, where = message) => bot.slack.control.click(who, where, sendNow);
    await Promise.all([press('noura'), press('noura')]);
    await allDone();
    expect(await sent()).toBe(1);
    await press('samir', await list(bot, 'samir'));
    await bot.slack.control.waitFor(() =>
      bot.slack.control.messages('sales', { as: 'samir' }).find((one) => /done only once/.test(textOf(one))),
    );
    expect(await sent()).toBe(1);
    await databases.query(url, `update inbox set created_at = created_at - interval '30 s'`);
    await press('samir', await list(beside, 'samir'));
    await expect.poll(sent).toBe(2);
  });

  test('two presses on Share post only one message', async () => {
    await using bot = await replica();
    await bot.slack.control.say('noura', 'sales', '/leads today');
    const answer = await bot.said(/25 leads/);
    const share = () => bot.slack.control.click('noura', answer, buttonOf(answer, 'Share'));
    await Promise.all([share(), share()]);
    await allDone();
    expect(await posted(bot)).toBe(1);
  });

  test('two presses are separate acts if another act came between them: pause, resume, pause', async () => {
    await using bot = await replica();
    const message = await list(bot, 'noura');
    const act = (value: string) =>
      bot.slack.control.act('noura', message, { action_id: buttonOf(message, 'Pause'), type: 'button', value });
    for (const value of ['pause 1', 'resume 1', 'pause 1', 'pause 1']) {
      await act(value);
      await allDone();
    }
    expect([await audited('pause')(), await audited('resume')()]).toEqual([2, 1]);
  });
});

test('an act that is typed twice is performed once, and the second command gets a reply', async () => {
  await using bot = await replica();
  for (const _ of [1, 2]) await bot.slack.control.say('noura', 'sales', '/leads note 1 the gate was painted');
  await bot.said(/done only once/);
  await expect.poll(audited('note')).toBe(1);
});

async function done(bot: Bot, text: string): Promise<void> {
  await bot.slack.control.say('noura', 'sales', `/leads ${text}`);
  await allDone();
}

describe('a command that is typed twice within half a minute', () => {
  test('a command that is typed twice is performed once, whatever change it makes', async () => {
    await using bot = await replica();
    const typedActs = all.flatMap(([, { typed = '', effects }]) =>
      typed === '' || effects === null || effects === posted ? [] : [{ typed, effects }],
    );
    const more: Record<string, number> = {};
    for (const { typed, effects } of typedActs) {
      const before = await effects(bot);
      await done(bot, typed);
      await done(bot, typed);
      more[typed] = (await effects(bot)) - before;
    }
    expect(more).toEqual(Object.fromEntries(typedActs.map(({ typed }) => [typed, 1])));
  });

  test('a command is performed again if its opposite came between, as in subscribe, remove, subscribe', async () => {
    await using bot = await replica();
    const subscriptions = await list(bot, 'noura');
    await bot.slack.control.say('noura', 'sales', '/leads silences');
    const silences = await bot.said(/Silences/);
    const press = async (message: typeof silences, label: string, value: string) => {
      await bot.slack.control.act('noura', message, { action_id: buttonOf(message, label), type: 'button', value });
      await allDone();
    };
    await done(bot, 'subscribe digest 09:30');
    await press(subscriptions, 'Remove', 'remove 3');
    await done(bot, 'subscribe digest 09:30');
    await done(bot, 'silence source:Website 2h');
    await press(silences, 'End', '2');
    await done(bot, 'silence source:Website 2h');
    const counts = ['subscribed', 'remove', 'silence', 'end-silence'].map((action) => audited(action)());
    expect(await Promise.all(counts)).toEqual([2, 1, 2, 1]);
  });
});

test('a person gets their answer even if the process is killed while waiting for a slow DMS', async () => {
  await using bot = await replica();
  await orphan('reading', examples.reading, false);
  expect(textOf(await bot.said(/25 leads/))).not.toContain('Try again');
  await allDone();
});

test('a modal shows that its process was killed, and Try again fills the modal', async () => {
  await using bot = await replica();
  await bot.slack.control.say('noura', 'sales', '/leads today');
  const answer = await bot.said(/25 leads/);
  await bot.slack.control.click('noura', answer, buttonOf(answer, 'Open'));
  const view = await bot.view(/Where it came from/);
  const [, tryAgain] =
    /"action_id":"leads\.open.*?"value":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(answer.blocks)) ?? [];
  const what = { viewId: view.id, title: 'Lead', tryAgain: JSON.parse(tryAgain ?? '') as string, action: 'leads.open' };
  await orphan('reading view', { what, effects: null }, false);
  const lost = await bot.view(/Leadbell restarted before this was ready/);
  expect(lost.id).toBe(view.id);
  await bot.slack.control.click('noura', lost, buttonOf(lost, 'Try again'));
  await bot.view(/Where it came from/);
});

test('a question is in the inbox from its loading message until its answer', async () => {
  await using bot = await replica();
  bot.slow = true;
  bot.dms.hold = true;
  await bot.slack.control.say('noura', 'sales', '/leads today');
  await bot.said(/Fetching your leads/);
  await expect.poll(open).toHaveLength(1);
  bot.dms.held[0]?.release();
  await bot.said(/25 leads/);
  await allDone();
});
