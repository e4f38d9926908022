import { expect, test } from 'vitest';
import { parseMarkdown } from './markdown.ts';
import { parseMarkdownInline } from './markdown-inline.ts';

const word = (text: string): object => ({ kind: 'text', text });

test('blocks of every kind are parsed', () => {
  const kinds = parseMarkdown(
    '# A\n\npara\n\n- one\n- [x] two\n\n3. three\n\n> q\n\n```js\nx\n```\n\n---\n\n| a | b |\n|:-|-:|\n| 1 | 2\\|3 |',
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'heading',
    'paragraph',
    'list',
    'list',
    'quote',
    'pre',
    'rule',
    'table',
  ]);
  expect(kinds[2]).toMatchObject({ ordered: false, items: [{}, { checked: true }] });
  expect(kinds[3]).toMatchObject({ ordered: true, start: 3 });
  expect(kinds[5]).toEqual({ kind: 'pre', language: 'js', text: 'x' });
  expect(kinds[7]).toMatchObject({
    align: ['left', 'right'],
    rows: [
      [[word('a')], [word('b')]],
      [[word('1')], [word('2|3')]],
    ],
  });
});

test('lists hold lists', () => {
  expect(parseMarkdown('- a\n  - b\n- c')).toMatchObject([
    { kind: 'list', items: [{ children: [{ kind: 'paragraph' }, { kind: 'list' }] }, {}] },
  ]);
});

test.each([
  [
    '**b** and *i*',
    [{ kind: 'bold', children: [word('b')] }, word(' and '), { kind: 'italic', children: [word('i')] }],
  ],
  ['snake_case_name', [word('snake_case_name')]],
  ['`a*b`', [{ kind: 'code', text: 'a*b' }]],
  ['[x](https://a.example)', [{ kind: 'link', url: 'https://a.example', children: [word('x')] }]],
  [String.raw`\*x\*`, [word('*'), word('x'), word('*')]],
  ['a\nb', [word('a'), { kind: 'break' }, word('b')]],
])('%s', (given, wanted) => {
  expect(parseMarkdownInline(given)).toEqual(wanted);
});

test('a link to anything but http, https, mailto or tel stays text', () => {
  expect(JSON.stringify(parseMarkdownInline('[x](javascript:alert)'))).not.toContain('"link"');
});

test('hostile text is parsed quickly', () => {
  for (const piece of ['*a', '**a', '[', '_a ', '`', '~~a', '> ', '- ', '***', '*a**b'])
    expect(parseMarkdown(piece.repeat(2000)).length).toBeGreaterThan(0);
});
