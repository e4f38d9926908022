import { goldens } from '@leadbell/testing';
import { afterAll, expect, test } from 'vitest';
import type { Card, CardPart } from './card.ts';
import { checkBlocks } from './check-blocks.ts';
import { renderMessage, renderModal } from './render.ts';

const golden = goldens(new URL('./__golden__/', import.meta.url));
afterAll(golden.expectNoOrphans);

const open = { kind: 'button', action: 'leads.open', value: 'ref/1;today;t;;;;', label: 'Open' } as const;

const every: readonly CardPart[] = [
  { kind: 'header', text: 'Leads · Today' },
  { kind: 'text', text: [{ words: '2 leads', style: 'bold' }, { words: ' · 1 with errors' }] },
  { kind: 'note', text: [{ words: 'Sunday 24 August 2025 (Asia/Riyadh)' }] },
  {
    kind: 'facts',
    facts: [
      { label: 'Source', value: [{ data: 'Direct Contact' }, { words: ' 1' }] },
      { label: 'Brand', value: [{ data: '<KIA> & *Co*' }, { words: ' 2' }] },
    ],
  },
  {
    kind: 'table',
    columns: [
      { label: 'Branch', align: 'start' },
      { label: 'Leads', align: 'end' },
    ],
    rows: [
      [[{ data: 'الرياض' }], [{ words: '2' }]],
      [[{ data: 'Jeddah', style: 'bold' }], []],
    ],
  },
  {
    kind: 'actions',
    elements: [
      {
        kind: 'select',
        action: 'leads.filter',
        placeholder: 'Status',
        options: [
          { label: 'All', value: '1;today;t;;;;' },
          { label: 'Pending', value: '1;today;t;;;;x:p' },
        ],
        chosen: '1;today;t;;;;x:p',
      },
    ],
  },
  { kind: 'divider' },
  {
    kind: 'text',
    text: [
      { data: 'Sara <!here> E.', style: 'bold' },
      { words: ' · ' },
      { data: 'KIA RIO' },
      { lineBreak: true },
      { data: 'Email' },
    ],
    button: open,
  },
  {
    kind: 'actions',
    elements: [
      { ...open, action: 'leads.ask', label: 'Next ›' },
      { ...open, action: 'leads.ask', label: 'Refresh', style: 'primary' },
    ],
  },
  {
    kind: 'note',
    text: [
      { words: 'Shared by ' },
      { user: 'U0NOURA' },
      { words: ' · ' },
      { link: 'tel:+966500000005', label: '+966 50 000 0005' },
    ],
  },
];

test.each(['ltr', 'rtl'] as const)('a message with a part of every kind equals its golden, %s', (direction) => {
  const card: Card = { summary: 'Today: 2 leads', direction, parts: every };
  const message = renderMessage(card, { tag: direction === 'rtl' ? 'ar' : 'en', more: (n) => `+${n} more` });
  expect(checkBlocks(message.blocks, 'message')).toEqual([]);
  golden.expect(`every-part.${direction}.json`, message);
});

test('a modal with a part of every kind equals its golden', () => {
  const view = renderModal(
    { title: 'Lead 7', closeLabel: 'Close', summary: 'Lead 7', direction: 'ltr', parts: every },
    { tag: 'en', more: (n) => `+${n} more` },
  );
  expect(checkBlocks(view.blocks, 'modal')).toEqual([]);
  golden.expect('every-part.modal.json', view);
});
