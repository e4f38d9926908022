import { describe, expect, test } from 'vitest';
import { problemLine } from './problem.ts';
import { validateBlocks, type Surface } from './validate.ts';

const plain = (text: string): object => ({ type: 'plain_text', text });
const mrkdwn = (text: string): object => ({ type: 'mrkdwn', text });
const button = (more: object = {}): object => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const section = (text: string): object => ({ type: 'section', text: mrkdwn(text) });
const actions = (...elements: object[]): object => ({ type: 'actions', elements });
const option = (value: string, text = value): object => ({ text: plain(text), value });
const select = (more: object): object => ({ type: 'static_select', action_id: 's', ...more });
const input = (element: object): object => ({ type: 'input', label: plain('Name'), element });
const table = (rows: number, columns = 2): object => ({
  type: 'table',
  rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => ({ type: 'raw_text', text: '1' }))),
});
const card = { type: 'card', title: mrkdwn('*KIA RIO*'), body: mrkdwn('Pending'), actions: [button()] };
const bars = (labels: string[]): object => ({
  type: 'data_visualization',
  title: 'Leads by hour',
  chart: {
    type: 'bar',
    series: [{ name: 'Leads', data: labels.map((label) => ({ label, value: 3 })) }],
    axis_config: { categories: ['09', '10'], x_label: 'Hour' },
  },
});

const accepted: [string, Surface, object[]][] = [
  [
    'header, section, context, divider',
    'message',
    [
      { type: 'header', text: plain('Leads') },
      section('*3* new'),
      { type: 'context', elements: [mrkdwn('as of 12:00')] },
      { type: 'divider' },
    ],
  ],
  [
    'section with fields and accessory',
    'message',
    [
      {
        type: 'section',
        fields: [mrkdwn('*Brand*'), plain('KIA')],
        accessory: button({ value: 'x', style: 'primary' }),
      },
    ],
  ],
  [
    'actions of buttons and selects',
    'home',
    [
      actions(button(), select({ options: [option('a')], initial_option: option('a') }), {
        type: 'overflow',
        action_id: 'o',
        options: [option('a')],
      }),
    ],
  ],
  ['input in a modal', 'modal', [input({ type: 'plain_text_input', action_id: 'n', max_length: 10 })]],
  ['alert in a modal', 'modal', [{ type: 'alert', level: 'error', text: plain('The DMS is silent') }]],
  ['one table', 'message', [table(100, 20)]],
  [
    'data table of 100 rows below its header',
    'message',
    [{ ...table(101), type: 'data_table', caption: 'Leads', page_size: 10 }],
  ],
  ['bars', 'message', [bars(['09', '10'])]],
  [
    'pie',
    'message',
    [
      {
        type: 'data_visualization',
        title: 'Sources',
        chart: { type: 'pie', segments: [{ label: 'Email', value: 2 }] },
      },
    ],
  ],
  ['card and carousel', 'message', [card, { type: 'carousel', elements: [card, card] }]],
  [
    'container',
    'message',
    [
      {
        type: 'container',
        title: plain('More'),
        is_collapsible: true,
        default_collapsed: true,
        child_blocks: [section('x')],
      },
    ],
  ],
  ['markdown', 'message', [{ type: 'markdown', text: '# Leads' }]],
  [
    'rich text',
    'message',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Hi', style: { bold: true } }] }],
      },
    ],
  ],
  [
    'image and video',
    'modal',
    [
      { type: 'image', image_url: 'https://cars.example/rio.png', alt_text: 'A car' },
      {
        type: 'video',
        video_url: 'https://cars.example/v',
        thumbnail_url: 'https://cars.example/t.png',
        alt_text: 'v',
        title: plain('v'),
      },
    ],
  ],
  [
    'context actions',
    'message',
    [
      {
        type: 'context_actions',
        elements: [{ type: 'icon_button', icon: 'trash', text: plain('Remove'), action_id: 'rm' }],
      },
    ],
  ],
  [
    'plan and task card',
    'message',
    [
      {
        type: 'plan',
        title: 'Fetch',
        tasks: [{ type: 'task_card', task_id: 't', title: 'Ask the DMS', status: 'pending' }],
      },
    ],
  ],
  ['remote file', 'message', [{ type: 'file', source: 'remote', external_id: 'f1' }]],
  ['50 blocks', 'message', Array.from({ length: 50 }, () => section('x'))],
  ['100 blocks in a view', 'home', Array.from({ length: 100 }, () => section('x'))],
  ['the same action id in two blocks', 'message', [actions(button()), actions(button())]],
];

const refused: [string, Surface, unknown, string][] = [
  ['not an array', 'message', {}, '[ERROR] must provide an array [json-pointer:/blocks]'],
  ['unknown block', 'message', [{ type: 'xyz' }], '[ERROR] unsupported type: xyz [json-pointer:/blocks/0/type]'],
  [
    'a name every object has',
    'message',
    [{ type: 'toString' }],
    '[ERROR] unsupported type: toString [json-pointer:/blocks/0/type]',
  ],
  [
    '51 blocks',
    'message',
    Array.from({ length: 51 }, () => section('x')),
    '[ERROR] no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    '101 blocks in a view',
    'modal',
    Array.from({ length: 101 }, () => section('x')),
    '[ERROR] no more than 100 items allowed [json-pointer:/blocks]',
  ],
  [
    'alert outside a modal',
    'message',
    [{ type: 'alert', text: plain('x') }],
    '[ERROR] unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'container outside a message',
    'modal',
    [{ type: 'container', title: plain('x'), child_blocks: [section('x')] }],
    '[ERROR] unsupported type: container [json-pointer:/blocks/0/type]',
  ],
  [
    'carousel in a modal',
    'modal',
    [{ type: 'carousel', elements: [card] }],
    '[ERROR] unsupported type: carousel [json-pointer:/blocks/0/type]',
  ],
  [
    'header in mrkdwn',
    'message',
    [{ type: 'header', text: mrkdwn('*x*') }],
    '[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'long header',
    'message',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['empty section', 'message', [{ type: 'section' }], '[ERROR] missing required field: text [json-pointer:/blocks/0]'],
  ['empty text', 'message', [section('')], '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'long section',
    'message',
    [section('x'.repeat(3001))],
    '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'long field',
    'message',
    [{ type: 'section', fields: [plain('x'.repeat(2001))] }],
    '[ERROR] must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    '11 fields',
    'message',
    [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
    '[ERROR] no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    '11 context elements',
    'message',
    [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
    '[ERROR] no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '26 buttons',
    'message',
    [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `b${at}` })))],
    '[ERROR] no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'long button',
    'message',
    [actions(button({ text: plain('x'.repeat(76)) }))],
    '[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'long button value',
    'message',
    [actions(button({ value: 'x'.repeat(2001) }))],
    '[ERROR] must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'long option value',
    'message',
    [actions(select({ options: [option('x'.repeat(76), 'x')] }))],
    '[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    '101 options',
    'message',
    [actions(select({ options: Array.from({ length: 101 }, (_, at) => option(`${at}`)) }))],
    '[ERROR] no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'no options',
    'message',
    [actions(select({}))],
    '[ERROR] missing required field: options [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'initial option not offered',
    'message',
    [actions(select({ options: [option('a')], initial_option: option('b') }))],
    '[ERROR] initial option must exactly match one of the options [json-pointer:/blocks/0/elements/0]',
  ],
  [
    '6 overflow options',
    'message',
    [actions({ type: 'overflow', action_id: 'o', options: Array.from({ length: 6 }, (_, at) => option(`${at}`)) })],
    '[ERROR] no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'text input outside an input block',
    'message',
    [actions({ type: 'plain_text_input', action_id: 'n' })],
    '[ERROR] unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'field of nobody',
    'message',
    [{ ...section('x'), colour: 'red' }],
    '[ERROR] invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'duplicate block id',
    'message',
    [
      { ...section('x'), block_id: 'b' },
      { ...section('y'), block_id: 'b' },
    ],
    '[ERROR] `block_id` "b" already exists for another block [json-pointer:/blocks/1/block_id]',
  ],
  [
    'duplicate action id',
    'message',
    [actions(button(), button())],
    '[ERROR] `action_id` "go" already exists for another element [json-pointer:/blocks/0]',
  ],
  ['two tables', 'message', [table(1), table(1)], '[ERROR] no more than 1 table block allowed [json-pointer:/blocks]'],
  ['101 table rows', 'message', [table(101)], '[ERROR] no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
  ['21 columns', 'message', [table(1, 21)], '[ERROR] no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
  [
    'data table without caption',
    'message',
    [{ ...table(2), type: 'data_table' }],
    '[ERROR] missing required field: caption [json-pointer:/blocks/0]',
  ],
  [
    'bars that miss a category',
    'message',
    [bars(['09'])],
    '[ERROR] labels must match the categories [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    '4 card buttons',
    'message',
    [{ ...card, actions: Array.from({ length: 4 }, (_, at) => button({ action_id: `${at}` })) }],
    '[ERROR] no more than 3 items allowed [json-pointer:/blocks/0/actions]',
  ],
  [
    '11 cards',
    'message',
    [{ type: 'carousel', elements: Array.from({ length: 11 }, () => card) }],
    '[ERROR] no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'too much altogether',
    'message',
    Array.from({ length: 6 }, () => section('x'.repeat(2500))),
    '[ERROR] blocks must hold less than 13001 characters of text [json-pointer:/blocks]',
  ],
];

describe('accepted', () => {
  test.each(accepted)('%s (%s)', (_name, surface, blocks) => {
    expect(validateBlocks(blocks, surface).map(problemLine)).toEqual([]);
  });
});

describe('refused', () => {
  test.each(refused)('%s (%s)', (_name, surface, blocks, line) => {
    expect(validateBlocks(blocks, surface).map(problemLine)).toContain(line);
  });
});
