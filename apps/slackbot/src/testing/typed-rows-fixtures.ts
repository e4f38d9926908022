/**
 * For tests: the rows of `typed.md`, and the comparison of an answer with its row. Counts, days, other lines and
 * suggestions are read from the right-hand column; its other words are written as code in `checks`.
 */
import { caseRows } from '@leadbell/testing';
import { expect } from 'vitest';
import { startTypedWorld, type Typed, type TypedWorld, type Who } from './typed-fixtures.ts';

/**
 * The line in a cell. `⟨U+200F⟩` stands for that character, and `⟨line end⟩` for a line break. Text after the code is a
 * note.
 */
function typedIn(cell: string): string {
  const code = /^`([^`]*)`/.exec(cell)?.[1] ?? cell;
  return code
    .replaceAll('⟨line end⟩', '\n')
    .replace(/⟨U\+([\dA-F]{4,6})⟩/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

export interface Row {
  readonly section: string;
  readonly line: string;
  readonly right: string;
  /** The other line that means the same; null if the row names none. */
  readonly like: string | null;
}

export const typedRows: readonly Row[] = withLikes(
  caseRows('typed.md').map(({ section, cells: [cell = '', right = ''] }) => ({ section, cell, right })),
);

function withLikes(cells: readonly { section: string; cell: string; right: string }[]): readonly Row[] {
  let last = '';
  return cells.map(({ section, cell, right }) => {
    const line = typedIn(cell);
    const named = /(?:^|: )(?:(?:read: )?as|the same as) `([^`]+)`(?! with)/.exec(right)?.[1] ?? null;
    const isSame = /^the same(?!\s+as `)/.test(right);
    if (!isSame) last = line;
    return { section, line, right, like: named ?? (isSame ? last : null) };
  });
}

/** The one process that answers all rows, one after the other. */
let world: TypedWorld;
const known = new Map<string, Promise<Typed>>();

export async function openTypedWorld(): Promise<TypedWorld> {
  world = await startTypedWorld();
  await world.type('today');
  return world;
}

/** Returns the answer to the line. Types the line only once, although several rows may be compared with this answer. */
function answerTo(line: string): Promise<Typed> {
  const answer = known.get(line) ?? world.type(line, { user: 'samir' });
  known.set(line, answer);
  return answer;
}

/** The counts in the answer: all leads, those with errors, created ones and pending ones. */
function countsOf({ text }: Typed): readonly number[] {
  const count = (...forms: readonly RegExp[]): number => {
    for (const form of forms) {
      const found = form.exec(text);
      if (found !== null) return Number(found[1] === '' ? 1 : found[1]);
    }
    return 0;
  };
  const total = count(/^(\d+) (?:leads?|عميل|عملاء|عميلًا)/m, /^()عميل محتمل واحد/m);
  return [
    /^عميلان محتملان/m.test(text) ? 2 : total,
    count(/(\d+) with errors \(/, /بأخطاء: (\d+) \(/),
    count(/(\d+) created in DMS/, /أُنشئ في \u2068?DMS\u2069?: (\d+)/),
    count(/(\d+) pending/, /قيد الانتظار: (\d+)/),
  ];
}

/** The counts, the days and the filters of an answer, which are equal for lines that mean the same. */
function meaningOf(typed: Typed): string {
  const notes = typed.text.split('\n').filter((line) => /Asia\/Riyadh \(UTC|^Filters:|^التصفية:/.test(line));
  return JSON.stringify([countsOf(typed), notes.join('\n').toLowerCase(), typed.command === null]);
}

function daysIn(right: string): readonly string[] {
  const span = /(\d{1,2})–(\d{1,2}) (August|July)/.exec(right);
  if (span !== null) return [`${span[1]} ${span[3]}`, `${span[2]} ${span[3]}`];
  const one = /(\d{1,2}) (August|July)/.exec(right);
  return one === null ? [] : [`${one[1]} ${one[2]}`];
}

const inArabic: Readonly<Record<string, string>> = { August: 'أغسطس', July: 'يوليو' };

export function isArabic(line: string): boolean {
  return /\p{Script=Arabic}/u.test(line);
}

/** Patterns for texts in both languages. */
const said = {
  help: /Leadbell: your leads in Slack|Leadbell: عملاؤك المحتملون في Slack/,
  none: /No leads|لا يوجد عملاء|لا عملاء/,
  didYouMean: /did you mean|هل تقصد/,
} as const;

type Check = (typed: Typed, row: Row) => Promise<void> | void;

/** Checks that the answer contains all these texts. */
const says =
  (...parts: readonly (string | RegExp)[]): Check =>
  ({ text }) => {
    for (const part of parts)
      expect(text).toMatch(typeof part === 'string' ? new RegExp(RegExp.escape(part), 'i') : part);
  };

const isHelp: Check = ({ text }) => expect(text).toMatch(said.help);

/** Checks that the answer is the short help, without a suggestion. */
const isShortHelp: Check = ({ text, buttons, command, isPrivate }) => {
  // A greeting is understood as the command `help`.
  expect([null, 'help']).toContain(command);
  expect(isPrivate).toBe(true);
  expect(text).not.toMatch(said.didYouMean);
  expect(text).toMatch(/For sales: \/leads today|للمبيعات[\s\S]*?\/leads اليوم/);
  expect(buttons.at(-1)).toMatch(/^(?:Help|مساعدة|All commands|كل الأوامر)$/);
  expect(buttons.filter((one) => one.startsWith('/leads'))).toEqual([]);
};

/** Checks that the answer lists one lead. */
const lists =
  (name: string): Check =>
  (typed) => {
    expect(typed.text).toContain(name);
    expect(typed.buttons.filter((one) => /^(?:Open|فتح)$/.test(one))).toHaveLength(1);
  };

/** Checks that the answer to an incomplete line names a correct form, which is understood. */
const hasForm =
  (...parts: readonly string[]): Check =>
  async (typed, row) => {
    expect(typed.command).toBeNull();
    await says(...parts)(typed, row);
    const forms = [...typed.text.matchAll(/\/leads (.+?)(?=[.,?؟]*(?:\n|$)|،)/g)].map(([, form = '']) => form);
    expect(forms.length).toBeGreaterThan(0);
  };

const asksNothing: Check = () => expect(world.asked()).toEqual([]);

const isPosted: Check = async ({ isPrivate, message }) => {
  expect(isPrivate).toBe(false);
  expect(world.messages('sales').map(({ ts }) => ts)).toContain(message.ts);
};

const both =
  (...each: readonly Check[]): Check =>
  async (typed, row) => {
    for (const one of each) await one(typed, row);
  };

const noSuggestion: Check = ({ buttons }) => expect(buttons.filter((one) => one.startsWith('/leads'))).toEqual([]);
const named = (value: string): Check => says(new RegExp(`(?:Filters|التصفية): .*${RegExp.escape(value)}`, 'i'));

async function offersSearch(typed: Typed): Promise<void> {
  const found = await world.press(typed, 'Search for “Alfa”');
  expect([found.command, found.isPrivate]).toEqual(['find', true]);
  expect(world.log()).not.toContain('Alfa');
  expect(JSON.stringify(inChannel('sales'))).not.toContain('Alfa');
}

function inChannel(channel: string): unknown[] {
  return world.messages(channel).filter((one) => one.ephemeralTo === undefined);
}

function isForAsker({ isPrivate }: Typed): void {
  expect(isPrivate).toBe(true);
}

function isFound({ command }: Typed): void {
  expect(command).toBe('find');
}

function asksWithDigits(): void {
  expect(world.asked().map(({ searchParams }) => searchParams.get('leadId'))).toContain('9007199254740993');
}

function isNotPosted({ isPrivate }: Typed): void {
  expect([isPrivate, inChannel('sales-riyadh')]).toEqual([true, []]);
}

async function isChosen(): Promise<void> {
  expect(isArabic((await world.type('today')).text)).toBe(true);
  await world.type('language english');
}

/** The checks of rows whose right-hand column is in words. */
const checks: Readonly<Record<string, Check>> = {
  'kia today': named('brand KIA'),
  Alfa: both(isShortHelp, offersSearch),
  'find Alfa': both(lists('Alfa'), isForAsker),
  hi: isHelp,
  thanks: isHelp,
  test: isShortHelp,
  mine: isShortHelp,
  'my leads': isShortHelp,
  export: both(isShortHelp, says('Export in the menu of an alert')),
  settings: isShortHelp,
  '?': isHelp,
  'help me': isHelp,
  HELP: isHelp,
  مساعدة: isHelp,
  مرحبا: isShortHelp,
  'lead 2002': both(lists('Bravo'), says('last 7 days')),
  'lead #2002': lists('Bravo'),
  'lead ٢٠٠٢': lists('Bravo'),
  'lead 2002.': lists('Bravo'),
  'lead 2002 today': lists('Bravo'),
  'lead 2002 yesterday': says(/no lead 2002/, '24 August'),
  '2002': both(lists('Bravo'), isFound),
  lead: hasForm('missing'),
  'lead abc': hasForm('not a number'),
  'lead 9007199254740993': both(says('no lead 9007199254740993', '19 August'), asksWithDigits),
  'lead 0500000003': both(asksNothing, hasForm('looks like a phone number')),
  'lead +966 50 000 0003': asksNothing,
  '0500000003': both(isFound, lists('Charlie')),
  '+966500000003': lists('Charlie'),
  bulk: hasForm('missing'),
  'today brand:KIA.': named('brand KIA'),
  'today brand:': hasForm('needs a value'),
  'today source:“Direct Contact”': lists('Bravo'),
  'today status:red': both(noSuggestion, says('errored', 'created', 'pending')),
  'today colour:red': both(noSuggestion, says('brand', 'branch', 'source', 'priority', 'type', 'status')),
  'today —share': isPosted,
  'today −−share': isPosted,
  'today share': isNotPosted,
  'today brand:Foo': both(noSuggestion, says(said.none, '4 leads', 'KIA, MG, Toyota')),
  'today brand:KAI': says(said.none, '4 leads'),
  'today brand:<http://example.com|example.com>': both(named('brand example.com'), says(said.none, '4 leads')),
  'today source:"Direct &amp; Contact"': both(lists('Bravo'), named('Direct & Contact')),
  'أخطاء اليوم': says('1 من 4'),
  'خطأ أمس': says('لا يوجد', 'لا عملاء'),
  ساخن: both(lists('Alfa'), named('Hot')),
  'اليوم فرع:جده': both(noSuggestion, says(said.none, '4 عملاء', 'Jeddah، Riyadh North')),
  'اليوم المصدر:"Direct Contact"': lists('Bravo'),
  'اليوم حالة:بأخطاء': lists('Alfa'),
  'العميل ٢٠٠٢': lists('Bravo'),
  'subscribe digest 8am': says('every day at 08:00'),
  'subscribe digest 8:30am daily': says('every day at 08:30'),
  'subscribe digest every day at 9': says('every day at 09:00'),
  'subscribe digest ٠٨:٣٠ الأحد-الخميس': says('08:30', /الأحد.*الخميس/),
  'subscribe digest 25:00': hasForm('25:00'),
  'subscribe digest': hasForm('time'),
  'subscribe alert': says('alerts'),
  'unsubscribe 99': says('no longer exists'),
  'assign 5': hasForm(),
  note: hasForm('missing'),
  'silence 2h': hasForm(),
  'language french': says('english', 'arabic'),
  'لغة العربية': isChosen,
};

/** Compares the answer with everything in the row, and presses each suggestion. */
export async function checkRow(typed: Typed, row: Row): Promise<void> {
  const { right, line, like } = row;
  let isChecked = false;
  const counts = /(\d+)\/(\d+)\/(\d+)\/(\d+)/.exec(right);
  if (counts !== null) {
    expect(countsOf(typed)).toEqual(counts.slice(1, 5).map(Number));
    isChecked = true;
  }
  if (right.startsWith('0,')) {
    expect(typed.text).toMatch(said.none);
    isChecked = true;
  }
  for (const day of daysIn(right)) {
    const [number, month = ''] = day.split(' ');
    expect(typed.text).toContain(isArabic(line) ? `${number} ${inArabic[month]}` : day);
  }
  if (like !== null) {
    const other = await answerTo(like);
    if (isArabic(like) === isArabic(line)) expect(meaningOf(typed)).toBe(meaningOf(other));
    else expect(countsOf(typed)).toEqual(countsOf(other));
    isChecked = true;
  }
  const own = checks[line];
  if (own !== undefined) {
    await own(typed, row);
    isChecked = true;
  }
  const offered = [...(/suggests ((?:`[^`]+`(?: or )?)+)/.exec(right)?.[1]?.matchAll(/`([^`]+)`/g) ?? [])].map(
    ([, one = '']) => one,
  );
  const [label, ...others] = typed.buttons.filter((one) => one.startsWith('/leads '));
  expect(offered.length === 0 || label !== undefined, 'a suggestion is missing').toBe(true);
  if (label !== undefined) {
    const pressed = await world.press(typed, label, whoTypes(row));
    expect(pressed.command, 'the suggestion is not understood').not.toBeNull();
    for (const other of others) expect((await world.type(other.slice('/leads '.length))).command).not.toBeNull();
    const meant = await Promise.all(offered.map(async (one) => meaningOf(await answerTo(one.replace(' --share', '')))));
    if (offered.length > 0) expect(meant).toContain(meaningOf(pressed));
    isChecked ||= offered.length > 0;
  }
  expect(isChecked, `nothing is known about: ${right}`).toBe(true);
}

/**
 * The person and the channel for the line. No two lines that share have the same person and channel, because a share
 * that is repeated within half a minute is done only once.
 */
export function whoTypes({ line }: Row): Who {
  return line === 'today −−share' ? { user: 'samir' } : line === 'today share' ? { channel: 'sales-riyadh' } : {};
}
