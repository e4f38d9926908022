import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import type { Inline } from './inline.ts';
import { parseInline, parseMrkdwn } from './mrkdwn.ts';

/** Writes a tree as one readable line. */
function show(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'bold':
        case 'italic':
        case 'strike':
          return `[${node.kind} ${show(node.children)}]`;
        case 'code':
          return `[code ${node.text}]`;
        case 'link':
          return `[link ${node.url} ${show(node.children)}]`;
        case 'emoji':
          return `[emoji ${node.name}]`;
        case 'user':
        case 'channel':
        case 'usergroup':
          return `[${node.kind} ${node.id}${node.label === undefined ? '' : ` ${node.label}`}]`;
        case 'broadcast':
          return `[@${node.range}]`;
        case 'date':
          return `[date ${node.timestamp} ${node.format} ${node.url ?? '-'} ${node.fallback}]`;
        default:
          return `[${node.kind}]`;
      }
    })
    .join('');
}

test.each([
  ['*bold*', '[bold bold]'],
  ['_italic_ and ~gone~', '[italic italic] and [strike gone]'],
  ['*bold _both_*', '[bold bold [italic both]]'],
  ['a*b*c', 'a*b*c'],
  ['snake_case_name', 'snake_case_name'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['*not closed', '*not closed'],
  ['* spaced *', '* spaced *'],
  ['**', '**'],
  ['(*in brackets*)', '([bold in brackets])'],
  ['*غامق* نص', '[bold غامق] نص'],
  ['كلمة*لا*كلمة', 'كلمة*لا*كلمة'],
  ['`*code*` &amp; `a&lt;b`', '[code *code*] & [code a<b]'],
  ['*a `b*` c*', '[bold a [code b*] c]'],
  ['&lt;script&gt; &amp;amp;', '<script> &amp;'],
  ['<https://a.example/?x=1&amp;y=2|*label*>', '[link https://a.example/?x=1&y=2 [bold label]]'],
  ['<https://a.example>', '[link https://a.example https://a.example]'],
  ['<mailto:a@b.example|Write>', '[link mailto:a@b.example Write]'],
  ['<tel:+966500000000>', '[link tel:+966500000000 +966500000000]'],
  ['<javascript:alert(1)|x>', '<javascript:alert(1)|x>'],
  ['see https://a.example/x.', 'see [link https://a.example/x https://a.example/x].'],
  ['<@U1> <@U2|sara> <#C1|sales>', '[user U1] [user U2 sara] [channel C1 sales]'],
  ['<!here> <!subteam^S1|@team>', '[@here] [usergroup S1 @team]'],
  [
    '<!date^1795000000^{date} at {time}^https://a.example|then>',
    '[date 1795000000 {date} at {time} https://a.example then]',
  ],
  ['<!date^x^{date}|then>', 'then'],
  [':wave: 10:30:45 :skin-tone:', '[emoji wave] 10[emoji 30]45 [emoji skin-tone]'],
  ['\u2068*Ali*\u2069 · x', '\u2068[bold Ali]\u2069 · x'],
])('%s', (given, wanted) => {
  expect(show(parseInline(given))).toBe(wanted);
});

test('fences, quotes and lines are parsed', () => {
  const kinds = parseMrkdwn('before\n```\na *b*\n&lt;c&gt;\n```\nafter\n&gt; quoted\n&gt; more\nend').map((paragraph) =>
    paragraph.kind === 'pre' ? ['pre', paragraph.text] : [paragraph.kind, ...paragraph.lines.map(show)],
  );
  expect(kinds).toEqual([
    ['lines', 'before'],
    ['pre', 'a *b*\n<c>'],
    ['lines', 'after'],
    ['quote', 'quoted', 'more'],
    ['lines', 'end'],
  ]);
});

test('>>> quotes all text after it, and an unpaired fence is text', () => {
  expect(parseMrkdwn('&gt;&gt;&gt; a\nb').map(({ kind }) => kind)).toEqual(['quote']);
  expect(parseMrkdwn('a ``` b').map(({ kind }) => kind)).toEqual(['lines']);
});

test('any text is parsed to its end, and nothing in it is lost', () => {
  const pieces = constantFrom(
    '*',
    '_',
    '~',
    '`',
    '<',
    '>',
    '|',
    '@',
    '!',
    ':',
    '&lt;',
    '&amp;',
    'a',
    'ب',
    ' ',
    '\n',
    '```',
  );
  assert(
    property(array(pieces, { maxLength: 60 }), (parts) => {
      const all = parseMrkdwn(parts.join('').replaceAll('&amp;', '+').replaceAll('&lt;', '-'));
      const shown = all.map((one) => (one.kind === 'pre' ? one.text : one.lines.map(plainText).join(''))).join('');
      expect(letters(shown)).toBe(letters(parts.join('').replaceAll(/&\w+;/g, '')));
    }),
    { numRuns: 500 },
  );
  parseInline('*a '.repeat(20_000));
  parseInline('<'.repeat(20_000));
});

function letters(text: string): string {
  return text.replaceAll(/[^aب]/g, '');
}

function plainText(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return plainText(node.children);
      if ('text' in node) return node.text;
      if ('name' in node) return node.name;
      if ('id' in node) return `${node.id}${node.label ?? ''}`;
      return '';
    })
    .join('');
}
