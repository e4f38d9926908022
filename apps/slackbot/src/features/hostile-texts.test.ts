/** Tests texts that are built to be slow to parse, up to the greatest length that Slack lets a person send. */
import { readForm } from '@leadbell/slack-kit';
import { beforeAll, describe, expect, test } from 'vitest';
import { asFarAsRead, typedText } from '../commands/typed-text.ts';
import { maxSentChars } from '../queries/limits.ts';
import { type Bot, startBot, textOf } from '../testing/bot-context-fixtures.ts';
import { parseText } from '../testing/commands-fixtures.ts';
import { contextFor, fakeApi } from '../testing/lead-fixtures.ts';
import { registry } from './index.ts';
import { numberIn } from './leads/number-in.ts';
import { groupId } from './subscriptions/form-draft.ts';

const longest = 40_000;
/** Shapes that make a careless pattern try every way to split them. */
const shapes = {
  spaces: ' ',
  'hard spaces': '\u00A0',
  'line breaks': '\n',
  'spaces and breaks': ' \n\t',
  digits: '5',
  'grouped digits': '5 ',
  addresses: 'a@',
  'dotted addresses': 'a@a.',
  quotes: '"',
  'open quotes': 'brand:"',
  'marks of direction': '\u200F',
  'combining marks': '\u0315\u0300\u0323',
  commas: ',',
  'filters without': '-brand:',
  brackets: '([{',
  mentions: '<@',
  links: '<a|',
  escapes: '&amp;',
  backticks: '`',
  'a word': 'a',
  Arabic: 'ا ',
} as const;
/**
 * Each shape is used alone and between two letters. Between letters, a pattern fails only at the
 * end, and trimming does not help.
 */
const texts = Object.entries(shapes).flatMap(([name, shape]) => {
  const long = shape.repeat(Math.ceil(longest / shape.length)).slice(0, longest);
  return [[name, long] as const, [`${name} between letters`, `x${long.slice(2)}y`] as const];
});

const context = contextFor(fakeApi([]));

function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function parse(text: string): void {
  const { sent } = asFarAsRead(text);
  const field = text.slice(0, 3_000);
  typedText(text);
  numberIn(text);
  groupId(field);
  registry.decodeQuery(text);
  for (const id of ['leads.open', 'leads.alert', 'leads.subscription']) registry.actOfPress(id, text);
  for (const line of [text, typedText(sent), typedText(sent).slice(0, 390), `find ${field.slice(0, 390)}`])
    parseText(line, context);
  for (const command of ['note 12', 'silence 2h', 'subscribe', 'forget', 'replay', 'today', 'lead'])
    parseText(`${command} ${text.slice(0, 380)}`, context);
}

const ordinary = 'please show the leads of KIA in Riyadh since Monday '.repeat(longest / 50).slice(0, longest);
let usualMs: number;
beforeAll(() => {
  usualMs = cpuMsOf(() => {
    for (let times = 0; times < 100; times += 1) parse(ordinary);
  });
});

describe.each(texts)('%s', (_, long) => {
  test('a line is read only up to the length that a command may have', () => {
    const { sent, isCut } = asFarAsRead(long);
    expect(sent.length).toBeLessThanOrEqual(maxSentChars);
    expect(isCut).toBe(long.trim().length > maxSentChars);
  });

  test('every parser of a person’s text is fast', () => {
    const state = { values: { text: { text: { type: 'plain_text_input', value: long } } } };
    const [field = ''] = readForm(state)('text');
    expect(field.length).toBeLessThanOrEqual(3_000);
    // One of the parsers once took minutes.
    expect(cpuMsOf(() => parse(long))).toBeLessThan(10 * usualMs);
  });
});

const dm = 'D0NOURA';
const longLine = `today ${'"  -brand:a@'.repeat(1_000)}`;

async function answered(bot: Bot): Promise<void> {
  await bot.slack.control.say('noura', dm, 'yesterday');
  await bot.said(/Leads · Yesterday/, dm);
}

test.each([
  ['a direct message', dm, longLine],
  ['a mention', 'sales', `@Leadbell ${longLine}`],
  ['a command', 'sales', `/leads ${longLine}`],
  ['an act', dm, `note 12 ${'\u00A0'.repeat(9_000)}`.concat('call them')],
])(
  '%s that is too long is answered with a sentence, and the next one is answered as usual',
  async (_, channel, line) => {
    await using bot = await startBot();
    await bot.slack.control.say('noura', channel, line);
    expect(textOf(await bot.said(/too long to read/, channel))).toContain('400 characters');
    expect(bot.asked).toEqual([]);
    await answered(bot);
  },
);

test('a number is found at the beginning of a long message', async () => {
  await using bot = await startBot();
  const { control } = bot.slack;
  await control.say('noura', 'sales', `Please call 1003 ${'a@'.repeat(1_500)} ${'5'.repeat(9_000)}`);
  const message = control.messages('sales').find(({ text }) => text.includes('1003'));
  if (message === undefined) throw new Error('not said');
  await control.shortcut('noura', 'find_number', message);
  expect(textOf(await bot.said(/1 lead found/))).not.toContain('a@a@');
});
