import { runs } from '@leadbell/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card, CardPart, Span, Text } from './card.ts';
import { anyCard, anyModalCard, nastyText } from './card-fixtures.ts';
import { checkBlocks } from './check-blocks.ts';
import { readForm, renderForm } from './form.ts';
import { renderMessage, renderModal, tagOf } from './render.ts';

const options = { tag: 'en', more: (count: number) => `+${count} more` };

function message(parts: readonly CardPart[], direction: Card['direction'] = 'ltr') {
  return renderMessage({ summary: 'Today', direction, parts }, options);
}

function textPart(...text: Span[]): CardPart {
  return { kind: 'text', text };
}

const button = { kind: 'button', action: 'leads.open', value: 'v', label: 'Open' } as const;

/** Returns every string that Slack would show. */
function strings(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === 'value' ? [] : strings(value)));
}

/** Like `strings`, but with each line of rich text as one string. */
function readings(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return strings(node);
  if ('type' in node && node.type === 'rich_text_section') return [strings({ ...node, type: '' }).join('')];
  return Object.entries(node).flatMap(([key, value]) => (key === 'value' ? [] : readings(value)));
}

function everyString(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(everyString) : [];
}

/** Returns strings that are not well-formed or contain control characters. */
function wrong(sent: unknown): string[] {
  return everyString(sent).filter((text) => !text.isWellFormed() || /[^\P{Cc}\n]/u.test(text));
}

function mrkdwns(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwns);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'type' in node && node.type === 'mrkdwn' && 'text' in node ? [String(node.text)] : [];
  return [...own, ...Object.values(node).flatMap(mrkdwns)];
}

describe('any card', () => {
  test('any card is within every limit as a message', () => {
    fc.assert(
      fc.property(anyCard(), (card) => {
        const { text, blocks } = renderMessage(card, options);
        expect(checkBlocks(blocks, 'message')).toEqual([]);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(3_000);
      }),
      { numRuns: runs(150) },
    );
  });

  test('any card is within every limit as a modal', () => {
    fc.assert(
      fc.property(anyModalCard(), (card) => {
        const view = renderModal(card, options);
        expect(checkBlocks(view.blocks, 'modal')).toEqual([]);
        expect(view.title.text.length).toBeLessThanOrEqual(24);
        expect(view.close?.text.length ?? 0).toBeLessThanOrEqual(24);
      }),
      { numRuns: runs(100) },
    );
  });

  test('any card has only well-formed strings without control characters, including values, charts and forms', () => {
    fc.assert(
      fc.property(anyModalCard(), nastyText(), nastyText(), (card, label, value) => {
        const chart: CardPart = {
          kind: 'chart',
          title: label,
          series: value,
          text: [{ data: label }],
          points: [{ label, value: 1 }],
        };
        const action: CardPart = {
          kind: 'actions',
          elements: [
            { ...button, value },
            { ...button, label },
          ],
        };
        const whole = { ...card, parts: [chart, action, ...card.parts] };
        expect(wrong(renderMessage(whole, { ...options, charts: true }))).toEqual([]);
        expect(wrong(renderModal(whole, options))).toEqual([]);
        const field = {
          kind: 'text' as const,
          id: 'note',
          label,
          hint: value,
          placeholder: label,
          maxLength: 200,
          initial: value,
        };
        const form = {
          callbackId: 'x',
          metadata: JSON.stringify({ label }),
          title: label,
          submit: value,
          close: label,
        };
        expect(wrong(renderForm({ ...form, fields: [field] }, 'rtl'))).toEqual([]);
        expect(wrong(readForm({ values: { note: { note: { value } } } })('note'))).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  test('a card pings only people whom Leadbell names', () => {
    fc.assert(
      fc.property(anyCard(), (card) => {
        const sent = renderMessage(card, options);
        // Leadbell names people in a `user` span with a real id; the generator has one such id.
        const texts = strings(sent).map((text) => text.replaceAll('<@U0REAL>', ''));
        expect(texts.filter((text) => /<[!@#]/.test(text))).toEqual([]);
        const markup = [sent.text, ...mrkdwns(sent.blocks)].map((text) =>
          text.replaceAll('<@U0REAL>', '').replace(/<(?:https?|mailto|tel):[^<>|\s]+\|[^<>|]*>/gi, ''),
        );
        expect(markup.filter((text) => /[<>]|&(?!amp;|lt;|gt;)/.test(text))).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  test('a card has no direction override, and closes every isolate that it opens', () => {
    fc.assert(
      fc.property(anyCard(), (card) => {
        for (const text of readings(renderMessage(card, options))) {
          expect(text).not.toMatch(/[\u202A-\u202E]/);
          let open = 0;
          for (const sign of text.match(/[\u2066-\u2069]/g) ?? []) {
            open += sign === '\u2069' ? -1 : 1;
            expect(open).toBeGreaterThanOrEqual(0);
          }
          expect(open).toBe(0);
        }
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('data', () => {
  test('data are unchanged where people copy them', () => {
    const { blocks } = message([textPart({ data: 'A & B <b> *x* first_last@example.com' })]);
    expect(strings(blocks)).toContain('\u2068A & B <b> *x* first_last@example.com\u2069');
  });

  test('data are escaped wherever Slack reads markup', () => {
    const { blocks } = message([
      { kind: 'text', text: [{ data: 'A & <!channel> *x* first_last `c`', style: 'bold' }], button },
    ]);
    expect(mrkdwns(blocks)).toEqual([
      '*\u2068A &amp; \u2039!channel&gt; \u2217x\u2217 first_last \u02CBc\u02CB\u2069*',
    ]);
  });

  test('data never begin a quotation or a style', () => {
    fc.assert(
      fc.property(nastyText(), (data) => {
        for (const text of mrkdwns(message([{ kind: 'text', text: [{ data }, { user: 'U0REAL' }], button }]).blocks)) {
          expect(text).not.toMatch(/^(?:&gt;|>)/m);
          expect(text).not.toMatch(/(?<![\p{L}\p{N}])[*_~]|`/u);
        }
      }),
    );
  });

  test('data are cut visibly, between characters', () => {
    const family = '👩‍👩‍👧‍👦';
    const [text] = mrkdwns(
      message([{ kind: 'text', text: [{ data: family.repeat(1_000), style: 'bold' }], button }]).blocks,
    );
    expect(text).toMatch(new RegExp(`^\\*\u2068(?:${family})+…\u2069\\*$`, 'u'));
  });

  test('data become a mention only if they are the id of a person', () => {
    const named = message([textPart({ user: 'U0REAL' }, { words: ' and ' }, { user: 'U1> <!channel>' })]);
    expect(JSON.stringify(named.blocks)).toContain('{"type":"user","user_id":"U0REAL"}');
    expect(JSON.stringify(named.blocks).match(/"user_id"/g)).toHaveLength(1);
  });

  test('data become a link only if they are an address', () => {
    const { blocks } = message([textPart({ link: 'javascript:alert(1)', label: 'click' })]);
    expect(JSON.stringify(blocks)).not.toContain('"link"');
    expect(strings(blocks)).toContain('\u2068click\u2069');
  });
});

describe('a card in Arabic', () => {
  test('a card in Arabic reads from right to left on every line', () => {
    const text: Text = [{ data: 'KIA' }, { words: ' · جديد' }, { lineBreak: true }, { data: 'Rio' }];
    const [sent] = mrkdwns(
      message([{ kind: 'text', text: [...text, { words: '!', style: 'bold' }], button }], 'rtl').blocks,
    );
    expect(sent).toBe('\u200F\u2068KIA\u2069 · جديد\n\u200F\u2068Rio\u2069*!*');
  });

  test('style markers are where Slack recognises them: at the start of a line, with the mark for the direction inside', () => {
    const text: Text = [{ data: 'Sara', style: 'bold' }, { lineBreak: true }, { words: 'جديد', style: 'italic' }];
    const [sent] = mrkdwns(message([{ kind: 'text', text, button }], 'rtl').blocks);
    expect(sent).toBe('*\u200F\u2068Sara\u2069*\n_\u200Fجديد_');
  });

  test('the title reads from right to left too', () => {
    const { blocks } = message([{ kind: 'header', text: 'Leads اليوم' }], 'rtl');
    expect(strings(blocks)).toContain('\u200FLeads اليوم');
  });
});

test('a command in Arabic is a section of its own, in which only its arguments have direction marks', () => {
  const text = [
    { words: 'اكتب `/leads اليوم` ثم:' },
    { lineBreak: true },
    { data: '/leads help', style: 'code' },
  ] as const;
  const { blocks } = renderMessage({ summary: 'x', direction: 'rtl', parts: [{ kind: 'text', text }] }, options);
  const [{ elements: sections }] = blocks as unknown as [
    { readonly elements: readonly { readonly elements: readonly { readonly text: string }[] }[] },
  ];
  expect(sections.map(({ elements }) => elements.map((element) => element.text).join(''))).toEqual([
    '\u200Fاكتب',
    '/leads \u2068اليوم\u2069',
    '\u200Fثم:',
    '/leads help',
  ]);
});

describe('a card that is too long', () => {
  const rows = Array.from({ length: 120 }, (_, index): CardPart => ({
    kind: 'text',
    text: [{ words: `row ${index}` }],
    button,
  }));
  const foot: CardPart[] = [
    { kind: 'actions', elements: [{ ...button, label: 'Next' }] },
    { kind: 'note', text: [{ words: 'As of 14:05' }] },
  ];

  test('a card that is too long loses parts at its end; a line says how many, and the buttons and the footer stay', () => {
    const { blocks } = message([...rows, ...foot]);
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks[47])).toContain(`+${120 - 47} more`);
    expect(JSON.stringify(blocks[48])).toContain('Next');
    expect(JSON.stringify(blocks[49])).toContain('As of 14:05');
  });

  test('a card with too many characters loses parts at its end too', () => {
    const long = rows.slice(0, 20).map((): CardPart => textPart({ words: 'x'.repeat(1_000) }));
    const { blocks } = message([...long, ...foot]);
    expect(JSON.stringify(blocks)).toMatch(/\+1[012] more/);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  });

  test('table rows that are left out are counted too, and a second table is shown as lines', () => {
    const table: CardPart = {
      kind: 'table',
      columns: [{ label: 'Source', align: 'start' }],
      rows: Array.from({ length: 130 }, () => [[{ data: 'Email' }]]),
    };
    const { blocks } = message([table, { ...table, rows: table.rows.slice(0, 2) }]);
    expect(blocks.map(({ type }) => type)).toEqual(['table', 'context', 'rich_text']);
    expect(JSON.stringify(blocks[1])).toContain('+31 more');
  });

  test('a button is left out if its value is too long, because a value that was cut would request something else', () => {
    const { blocks } = message([{ kind: 'actions', elements: [{ ...button, value: 'x'.repeat(2_001) }] }]);
    expect(blocks).toEqual([]);
  });
});

test('the ids in a card are all different, and contain the tag that was given for it', () => {
  const { blocks } = message([
    { kind: 'actions', elements: [button, button] },
    { kind: 'text', text: [{ words: 'a' }], button },
  ]);
  const ids = [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual(['leads.open:1', 'leads.open:2', 'leads.open:3']);
  expect(blocks.map(({ block_id }) => tagOf(block_id ?? ''))).toEqual(['en', 'en']);
});
