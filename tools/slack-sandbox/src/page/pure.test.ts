import { expect, test } from 'vitest';
import { piePath, scaleOf, slicesOf } from './blocks/chart-scale.ts';
import { fromRichText, toRichText } from './elements/rich-text-value.ts';
import { completions, lineToSend, usageHint } from './parts/completion.ts';
import type { PageMessage, PageState } from './protocol.ts';
import { reduce, withToast, type Known } from './store.ts';
import { formatDate, nearDay, shortTime } from './text/date-format.ts';
import { wordsFor } from './words.ts';

const reader = { locale: 'en-US', tz: 'Asia/Riyadh', now: Date.parse('2026-11-23T12:00:00Z') };
const evening = Date.parse('2026-11-22T21:30:00Z') / 1000;

test("dates are in the reader's zone and language", () => {
  expect(formatDate('{date_num} {time}', evening, reader)).toBe('2026-11-23 12:30 AM');
  expect(formatDate('{date_short_pretty}', evening, reader)).toBe('Today');
  expect(formatDate('{date_short_pretty}', evening - 86_400, { ...reader, locale: 'ar-SA' })).toBe('أمس');
  expect(formatDate('{date} {time}', evening, { ...reader, locale: 'ar-SA' })).toMatch(/23.*2026.*12:30/);
  expect(formatDate('{date_long}', evening, reader)).toBe('Monday, November 23, 2026');
  expect(formatDate('{ago}', evening, reader)).toBe('14 hours ago');
  expect(formatDate('{nonsense}', evening, reader)).toBeUndefined();
  expect(formatDate('{date}', Number.NaN, reader)).toBeUndefined();
  expect(nearDay(reader, (evening - 3 * 86_400) * 1000)).toBeUndefined();
  expect(shortTime(reader, evening * 1000)).toBe('12:30');
});

const commands = ['/leads', '/learn', '/other'].map((command) => ({ command, description: '', usageHint: 'today' }));

test('commands are completed while their name is typed', () => {
  const names = (typed: string): string[] => completions(commands, typed).map(({ command }) => command);
  expect(names('/')).toEqual(['/leads', '/learn', '/other']);
  expect(names('/LEA')).toEqual(['/leads', '/learn']);
  expect(names('/leads ')).toEqual([]);
  expect(names('leads')).toEqual([]);
  expect(names('//')).toEqual([]);
  expect(usageHint(commands, '/leads ')).toBe('today');
  expect(usageHint(commands, '/leads t')).toBe('');
});

test('a command is sent without the direction marks that were copied with it', () => {
  expect(lineToSend('\u200F\u2067\u200E/leads \u2068اليوم\u2069 ')).toBe('/leads \u2068اليوم\u2069');
  expect(lineToSend('/\u200Eleads today')).toBe('/leads today');
  expect(lineToSend(' \u200Fأهلًا / سهلًا')).toBe('\u200Fأهلًا / سهلًا');
});

test('the scale of an axis is round and spans every value', () => {
  expect(scaleOf([3, 14]).ticks).toEqual([0, 5, 10, 15]);
  expect(scaleOf([-4, 6])).toMatchObject({ min: -5, max: 10 });
  expect(scaleOf([0.2, 0.9]).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(scaleOf([0])).toMatchObject({ min: 0, max: 1 });
  expect(scaleOf([])).toMatchObject({ min: 0, max: 1 });
});

test('the slices of a pie fill the circle, and a slice that is the whole circle is drawn too', () => {
  expect(slicesOf([1, 3]).map(({ share }) => share)).toEqual([0.25, 0.75]);
  expect(slicesOf([0, 0]).map(({ share }) => share)).toEqual([0, 0]);
  expect(piePath({ from: 0, to: 2 * Math.PI, share: 1 }, 10).match(/A/g)).toHaveLength(2);
});

test('rich text keeps the typed words', () => {
  expect(fromRichText(toRichText('a\nb'))).toBe('a\nb');
});

const me = {
  id: 'U1',
  name: 'me',
  realName: 'Me',
  locale: 'en-US',
  tz: 'UTC',
  isBot: false,
  kind: 'member' as const,
  color: '#000000',
};
const state: PageState = {
  team: { id: 'T', name: 'Team' },
  app: { id: 'A', name: 'App', botUserId: 'UB', connected: true, hasHome: true },
  me,
  users: [me],
  channels: [{ id: 'C1', name: 'one', topic: '', kind: 'public', isArchived: false, members: ['U1'] }],
  shortcuts: [],
  commands: [],
  messages: [],
  views: [],
  home: null,
  director: null,
};
const known: Known = { ...state, toasts: [], unread: new Set(), live: true };
const message = (ts: string, more: Partial<PageMessage> = {}): PageMessage => ({
  channel: 'C1',
  ts,
  user: 'UB',
  text: ts,
  ephemeral: false,
  edited: false,
  replyCount: 0,
  reactions: [],
  ...more,
});

test('messages are added in order and only once, and are changed and removed', () => {
  let now = known;
  for (const ts of ['2.0', '1.0', '3.0', '2.0']) now = reduce(now, { type: 'message', message: message(ts) }, 'C1');
  expect(now.messages.map(({ ts }) => ts)).toEqual(['1.0', '2.0', '3.0']);
  expect(now.unread.size).toBe(0);
  now = reduce(now, { type: 'message_changed', message: message('2.0', { text: 'new' }) }, 'C1');
  expect(now.messages[1]?.text).toBe('new');
  now = reduce(now, { type: 'message_deleted', channel: 'C1', ts: '2.0' }, 'C1');
  expect(now.messages.map(({ ts }) => ts)).toEqual(['1.0', '3.0']);
});

test('a channel out of view becomes unread when another person writes', () => {
  expect(reduce(known, { type: 'message', message: message('1.0') }, 'C2').unread).toEqual(new Set(['C1']));
  expect(reduce(known, { type: 'message', message: message('1.0', { user: 'U1' }) }, 'C2').unread.size).toBe(0);
});

test('private channels disappear when the person leaves them, and only the last three toasts are kept', () => {
  const left = { id: 'C1', name: 'one', topic: '', kind: 'private', isArchived: false, members: [] } as const;
  expect(reduce(known, { type: 'channel', channel: { ...left, members: [] } }, 'C1').channels).toEqual([]);
  let now = known;
  for (let at = 0; at < 9; at += 1) now = withToast(now, String(at), 'info');
  expect(now.toasts.map(({ text }) => text)).toEqual(['6', '7', '8']);
});

test('the page has an Arabic text for each English one', () => {
  const [english, arabic] = [wordsFor('en-GB'), wordsFor('ar-SA')].map((words) =>
    Object.entries(words).flatMap(([name, text]) => {
      if (typeof text === 'object') return Object.entries(text).map(([key, one]) => [`${name}.${key}`, one]);
      return [[name, typeof text === 'string' ? text : text('X' as never, 3 as never)]];
    }),
  );
  expect(arabic?.map(([name]) => name).toSorted()).toEqual(english?.map(([name]) => name).toSorted());
  expect(arabic?.filter(([, text = '']) => !/\p{Script=Arabic}/u.test(text))).toEqual([]);
});
