/** Generates cards of any kind, and text that tries to break them, for tests. */
import { anyCharacter } from '@leadbell/testing';
import * as fc from 'fast-check';
import type { Button, Card, CardPart, ModalCard, Select, Span, Text } from './card.ts';

const nasty = fc.constantFrom(
  '<!channel>',
  '<!here|here>',
  '<@U0SOMEBODY>',
  '<#C0CHANNEL>',
  '<https://evil.example|click>',
  '&lt;!channel&gt;',
  '*bold* _it_ ~no~ `code` ```block```',
  ':fire: @everyone @channel',
  '> quoted\n> twice',
  '\u202Eevil\u202C',
  '\u2066\u2066\u2069',
  '\u2069\u2069back',
  'محمد العتيبي',
  '👩‍👩‍👧‍👦🇸🇦',
  '🇸🇦🇦🇪🏳️‍🌈'.repeat(20),
  'ـمُحَمَّدٌ'.repeat(9),
  'a\u0301'.repeat(30),
  '\uD800',
  '\u0000\u0007\u001B[31m',
  '\r\n\u2028\u2029',
  '\u{E0041}\u{E0042}',
);
const anyText = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 40 }) },
  { weight: 2, arbitrary: fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join(' ')) },
  {
    weight: 1,
    arbitrary: fc.tuple(nasty, fc.integer({ min: 1, max: 400 })).map(([text, times]) => text.repeat(times)),
  },
);
const style = fc.constantFrom('bold' as const, 'italic' as const, 'code' as const);
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ data: anyText, style }, { requiredKeys: ['data'] }),
  fc.record({ words: anyText, style }, { requiredKeys: ['words'] }),
  fc.record({ user: fc.oneof(fc.constant('U0REAL'), anyText) }),
  fc.record({ link: fc.oneof(fc.constant('https://dms.example/lead?a=1&b=2'), anyText), label: anyText }),
  fc.constant({ lineBreak: true } as const),
);
const text: fc.Arbitrary<Text> = fc.array(span, { maxLength: 8 });
const button: fc.Arbitrary<Button> = fc.record({
  kind: fc.constant('button' as const),
  action: fc.constant('leads.ask'),
  value: fc.oneof(
    fc.constant('1;today;t;;;;'),
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.constant('x'.repeat(2_100)),
  ),
  label: anyText,
});
const select: fc.Arbitrary<Select> = fc.record({
  kind: fc.constant('select' as const),
  action: fc.constant('leads.filter'),
  placeholder: anyText,
  options: fc.array(fc.record({ label: anyText, value: fc.string({ maxLength: 100 }) }), { maxLength: 120 }),
});

const part: fc.Arbitrary<CardPart> = fc.oneof(
  fc.record({ kind: fc.constant('header' as const), text: anyText }),
  fc.record({ kind: fc.constant('text' as const), text, button }, { requiredKeys: ['kind', 'text'] }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: anyText, value: text }), { maxLength: 25 }),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(fc.record({ label: anyText, align: fc.constantFrom('start' as const, 'end' as const) }), {
      maxLength: 24,
    }),
    rows: fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 120 }),
  }),
  fc.record({ kind: fc.constant('note' as const), text }),
  fc.record({ kind: fc.constant('actions' as const), elements: fc.array(fc.oneof(button, select), { maxLength: 30 }) }),
  fc.constant({ kind: 'divider' } as const),
);

/** Parts may occur more often here than in real cards. */
export function anyCard(): fc.Arbitrary<Card> {
  return fc.record({
    summary: anyText,
    direction: fc.constantFrom('ltr' as const, 'rtl' as const),
    parts: fc
      .array(part, { maxLength: 14 })
      .chain((parts) =>
        fc.integer({ min: 1, max: 6 }).map((times) => Array.from({ length: times }, () => parts).flat()),
      ),
  });
}

export function anyModalCard(): fc.Arbitrary<ModalCard> {
  return fc.tuple(anyCard(), anyText, anyText).map(([card, title, closeLabel]) => ({ ...card, title, closeLabel }));
}

export function nastyText(): fc.Arbitrary<string> {
  return anyText;
}
