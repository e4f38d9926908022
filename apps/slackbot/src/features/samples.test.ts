/**
 * Tests commands that are shown for copying: in every language and on every card they must do what
 * they say when pasted, and never become a message.
 */
import { foldWord } from '@leadbell/domain';
import { type Language, type LanguageFacts, languages, languageTags } from '@leadbell/i18n';
import { type Card, type CardPart, renderMessage, type Text } from '@leadbell/slack-kit';
import { expect, test } from 'vitest';
import { notInChannelCard, staleButtonCard } from '../cards/notices.ts';
import { contextFor, fakeApi } from '../testing/lead-fixtures.ts';
import { answerQuery, type AnyQuery, complaintCard, encodeQuery, parseText } from '../testing/commands-fixtures.ts';
import { typedText } from '../commands/typed-text.ts';
import { messagesFor, registry } from './index.ts';
import { subscriptionsCard } from './subscriptions/subscription-cards.ts';

/** Mistyped lines: one for each kind of answer that shows a command. */
const mistyped = [
  'yestrday',
  'bluk 574',
  'brand KIA',
  'bulk574',
  'bulk',
  'lead x',
  'bulk 99999999999999999999',
  'today xyzzy',
  'errors yestrday',
  'tomorrow',
  '2025-08-24..2025-08-18',
  '2025-01-01..2025-12-31',
  '31 feb',
  'brand:',
  'status:',
  'today error:x',
  'silence',
  'errors status:pending',
  'subscribe digest',
  'subscribe digest 08:30 funday',
  'subscribe alerts sometimes',
  'subscribe leads sometimes',
  'preview x',
  'unsubscribe x',
  'language klingon',
  'alerts x',
  'assign x',
  'note x',
  'replay bulk-errors stalled-5',
  'replay bulk-errors yestrday',
  'eror status:erored',
];

interface Shown {
  readonly from: string;
  readonly card: Card;
}

async function shownIn(tag: Language): Promise<readonly Shown[]> {
  const context = contextFor(fakeApi([]), tag);
  const { messages } = context;
  const help = await answerQuery({ command: 'help', share: false }, context);
  const wholeHelp = await answerQuery({ command: 'help', all: true, share: false } as AnyQuery, context);
  const complaints = mistyped.map((text): Shown => {
    const parsed = parseText(text, context);
    if (parsed.ok) throw new Error(`“${text}” is understood`);
    return { from: text, card: complaintCard(parsed.complaint, context) };
  });
  const { notices } = messages;
  const spoken = [
    notices.goesOn,
    notices.askAgain,
    notices.subscribeAgain,
    notices.resume,
    notices.why('not_in_channel'),
    messages.bot.rest,
    messages.alerts.gone,
    messages.alerts.explains['not-watching'](3),
    messages.status.unavailable,
  ].map((text): Shown => ({ from: text, card: cardOf([{ words: text }], messages.direction) }));
  return [
    { from: 'help', card: help },
    { from: 'help all', card: wholeHelp },
    { from: 'no subscriptions', card: subscriptionsCard([], context) },
    { from: 'not in the channel', card: notInChannelCard(messages) },
    { from: 'an old button', card: staleButtonCard(messages) },
    ...complaints,
    ...spoken,
  ];
}

function cardOf(text: Text, direction: Card['direction']): Card {
  const part: CardPart = { kind: 'note', text };
  return { summary: '', direction, parts: [part] };
}

interface Element {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly elements?: unknown;
  readonly style?: { readonly code?: boolean };
}

interface Run {
  readonly text: string;
  /** Whether the text is formatted as code, which people copy as a whole. */
  readonly isCode: boolean;
}

/** Returns the texts of a message as lines of runs, as a person sees them. */
function linesIn(node: unknown): readonly (readonly Run[])[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, text, elements, style } = node as Element;
  if (type === 'rich_text_section') return linesOf((elements as readonly Element[]).map(runOf));
  if (typeof text === 'string' && type !== undefined) return linesOf([{ text, isCode: style?.code === true }]);
  return Object.values(node).flatMap(linesIn);
}

function runOf({ text = '', style }: Element): Run {
  return { text: String(text), isCode: style?.code === true };
}

function linesOf(runs: readonly Run[]): readonly (readonly Run[])[] {
  return runs.reduce<readonly (readonly Run[])[]>(
    (lines, { text, isCode }) => {
      const [first = '', ...rest] = text.split('\n');
      const last = [...(lines.at(-1) ?? []), { text: first, isCode }];
      return [...lines.slice(0, -1), last, ...rest.map((one) => [{ text: one, isCode }])];
    },
    [[]],
  );
}

/**
 * Returns the command with all invisible characters beside it, because a person who drags the mouse
 * may select them too.
 */
function selected(line: readonly Run[], command: Run): string {
  const at = line.indexOf(command);
  const before = /\p{Cf}*$/u.exec(textOf(line.slice(0, at)))?.[0] ?? '';
  const after = /^\p{Cf}*/u.exec(textOf(line.slice(at + 1)))?.[0] ?? '';
  return before + command.text + after;
}

function textOf(line: readonly Run[]): string {
  return line.map(({ text }) => text).join('');
}

test.each(languageTags)(
  'in %s each command that is copied with all the invisible characters beside it is understood as that command',
  async (tag) => {
    const context = contextFor(fakeApi([]), tag);
    const options = { tag, more: messagesFor(tag).leads.more };
    const wrong: string[] = [];
    let count = 0;
    for (const { from, card } of await shownIn(tag)) {
      for (const line of linesIn(renderMessage(card, options).blocks)) {
        // A button's label is left out: people don't copy it.
        const whole = textOf(line);
        if (!/\/(?:leads|invite)/.test(whole) || isButton(whole, card)) continue;
        const commands = line.filter(({ text, isCode }) => isCode && text.startsWith('/'));
        if (commands.length === 0) wrong.push(`${from}: “${whole}” has a command that is no code of its own`);
        for (const command of commands) {
          count += 1;
          // In a right-to-left line the mouse can't select just the command, so people copy the
          // whole line.
          const copied = card.direction === 'rtl' ? whole : selected(line, command);
          const complaint = complaintAbout(copied, context);
          if (complaint !== null) wrong.push(`${from}: “${copied}” ${complaint}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(40);
  },
);

/** Returns null when Slack takes the text as a command and the bot understands it. */
function complaintAbout(copied: string, context: ReturnType<typeof contextFor>): string | null {
  if (!/^\/(?:leads|invite)(?: |$)/.test(copied)) return 'becomes a message';
  if (!copied.startsWith('/leads')) return null;
  const typed = copied.replace('/leads', '').trim();
  const parsed = parseText(typedText(typed), context);
  if (!parsed.ok) return `is not understood: ${parsed.complaint.sentence}`;
  const [first = ''] = typed.replace(/\p{Cf}/gu, '').split(' ');
  const { script, name }: LanguageFacts = languages[context.messages.tag];
  const isForeign = script !== null && /\p{L}/u.test(first) && !script.test(typed);
  return isForeign && !/^(?:brand|status|bulk):?/.test(first) ? `is not ${name}` : null;
}

function isButton(text: string, { parts }: Card): boolean {
  const labels = parts.flatMap((part) =>
    part.kind === 'actions' ? part.elements.flatMap((one) => (one.kind === 'button' ? [one.label] : [])) : [],
  );
  return labels.some((label) => foldWord(label) === foldWord(text));
}

const typedCommands = registry.commands.filter(({ isTyped = true }) => isTyped);

test.each(languageTags)('a command in %s reads its own query back from a button', (tag) => {
  const context = contextFor(fakeApi([]), tag);
  for (const { name, usage } of typedCommands) {
    const parsed = parseText(usage(context.messages).form, context);
    if (!parsed.ok) throw new Error(`${name}: ${parsed.complaint.sentence}`);
    const { query } = parsed;
    expect(registry.decodeQuery(encodeQuery(query)), `the schema of ${query.command} refuses its query`).toEqual(query);
  }
});

test.each(languageTags)('a command’s sample in %s means that command', (tag) => {
  const context = contextFor(fakeApi([]), tag);
  const meant = typedCommands.map(({ name, usage }) => {
    const parsed = parseText(usage(context.messages).form, context);
    return [name, parsed.ok ? parsed.query.command : parsed.complaint.sentence];
  });
  expect(meant.filter(([name, command]) => name !== command)).toEqual([]);
});

test('a command copied with the marks around it, or with its backticks, is understood', () => {
  const context = contextFor(fakeApi([]), 'ar');
  for (const text of ['\u2068/leads اليوم\u2069', '\u200f\u2068اليوم\u2069', '`/leads اليوم`', '`اليوم`'])
    expect(parseText(typedText(text), context)).toMatchObject({ ok: true, query: { command: 'today' } });
});
