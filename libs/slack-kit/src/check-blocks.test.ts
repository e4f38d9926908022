import { expect, test } from 'vitest';
import { checkBlocks } from './check-blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (id: string) => ({ type: 'button', action_id: id, text: plain('Go'), value: 'v' });

test.each<[string, unknown[], RegExp]>([
  ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), /51 blocks/],
  [
    'two tables',
    Array.from({ length: 2 }, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] })),
    /more than one table/,
  ],
  ['an unknown block', [{ type: 'marquee' }], /unknown block marquee/],
  ['a header with markup', [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }], /a mrkdwn/],
  ['a long header', [{ type: 'header', text: plain('x'.repeat(151)) }], /151 characters of 150/],
  ['an empty section', [{ type: 'section' }], /neither text nor fields/],
  ['a long section', [{ type: 'section', text: plain('x'.repeat(3_001)) }], /3001 characters of 3000/],
  ['eleven fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('a')) }], /11 of 10/],
  ['one action id twice', [{ type: 'actions', elements: [button('a'), button('a')] }], /action_id a twice/],
  [
    'one block id twice',
    [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ],
    /block_id b twice/,
  ],
  [
    'a long label',
    [{ type: 'actions', elements: [{ ...button('a'), text: plain('x'.repeat(76)) }] }],
    /76 characters of 75/,
  ],
  ['an empty context', [{ type: 'context', elements: [] }], /empty/],
  [
    'no options',
    [{ type: 'actions', elements: [{ type: 'static_select', action_id: 'a', placeholder: plain('p'), options: [] }] }],
    /options: empty/,
  ],
  ['half a character', [{ type: 'header', text: plain('\uD83D') }], /half a character/],
  [
    'too much in all',
    Array.from({ length: 4 }, () => ({ type: 'section', text: plain('x'.repeat(2_900)) })),
    /characters in all/,
  ],
])('%s is a problem', (_, blocks, problem) => {
  expect(checkBlocks(blocks, 'message').join('\n')).toMatch(problem);
});

test('a table in a modal is a problem', () => {
  expect(checkBlocks([{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }], 'modal')).toEqual([
    '/0: no tables in a modal',
  ]);
});

test('valid blocks have no problems', () => {
  expect(
    checkBlocks(
      [
        { type: 'header', text: plain('Today') },
        { type: 'actions', elements: [button('a'), button('b')] },
      ],
      'message',
    ),
  ).toEqual([]);
});
