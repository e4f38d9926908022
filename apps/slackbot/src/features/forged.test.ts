/**
 * Tests button values and form metadata that Leadbell never wrote: they must cause no error, and no
 * act may start with input that its own reader refuses.
 */
import { anyCharacter } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionIds } from '../cards/action-ids.ts';
import { decodeOpen, encodeQuery } from '../queries/query-codec.ts';
import { contextFor, fakeApi } from '../testing/lead-fixtures.ts';
import { readAlertForm } from './alerts/alert-form.ts';
import { registry } from './index.ts';
import { readMetadata } from './subscriptions/subscribe-form.ts';

const runs = process.env['THOROUGH_TESTS'] === '1' ? 100_000 : 2_000;
const ours = [
  'acknowledge 12',
  'export 12',
  'keep 3',
  'remove 3',
  'acknowledge 12 7 0',
  '7',
  '1;today;t;;;;',
  '1;lead;;574;;s;',
  '1;audit;;;;;;{"who":"U0NOURA"}',
  '1;silence;;;;;;{"matchers":{"source":"Email"},"ms":60000,"reason":""}',
  '{"what":"note","id":12,"channel":"C0SALES","tag":"en"}',
  '{"channel":"C0SALES","tag":"en","kind":"digest","id":null,"kept":{}}',
];
/** A genuine value in which a piece is replaced, or any other text. */
const forged = fc.oneof(
  fc
    .tuple(fc.constantFrom(...ours), fc.nat(80), fc.nat(20), fc.string({ unit: anyCharacter, maxLength: 12 }))
    .map(([text, from, length, put]) => text.slice(0, from) + put + text.slice(from + length)),
  fc.string({ unit: anyCharacter, maxLength: 300 }),
  fc.json(),
  fc.constantFrom('__proto__', 'constructor', '1;constructor;;;;;', '{"__proto__":{}}', 'x'.repeat(10_000)),
);
const parsing = contextFor(fakeApi([]));
const actions = fc.oneof(fc.constantFrom(...Object.values(actionIds)), fc.string({ maxLength: 30 }));

/**
 * Whether a press with the value is safe: every query or act that it starts needs at least one
 * ability, and the act's reader accepts the input.
 */
function isSound(action: string, value: string): boolean {
  registry.needsOfPress(action);
  decodeOpen(value);
  const query = registry.decodeQuery(value);
  if (query !== null && registry.needsOfQuery(query).length === 0) return false;
  const given = registry.actOfPress(`${action}:1`, value);
  if (given === null) return true;
  const act = registry.findAct(given.name);
  const what = act?.read(given.what) ?? null;
  return act !== null && what !== null && act.needs(what).length > 0;
}

test('a forged value starts an act only if the act’s reader accepts it, and causes no error', () => {
  expect(() => fc.assert(fc.property(actions, forged, isSound), { numRuns: runs })).not.toThrow();
});

function isRefusedOrOurs(text: string): boolean {
  return [readMetadata(text), readAlertForm(text)].every((one) => one === null || /^[A-Z0-9]{2,30}$/.test(one.channel));
}

test('forged metadata is refused, unless it looks like Leadbell’s own', () => {
  expect(() => fc.assert(fc.property(forged, isRefusedOrOurs), { numRuns: runs })).not.toThrow();
  expect(readMetadata(ours[11] ?? '')).toMatchObject({ kind: 'digest' });
  expect(readAlertForm(ours[10] ?? '')).toMatchObject({ what: 'note', id: 12 });
});

const typedOnes = [
  'today brand:KIA',
  'اليوم بدون KIA',
  'last 12 hours source:"Direct Contact"',
  'errors 24 to 30 aug --share',
  'find 0501234567 last 7 days',
  'subscribe digest 08:30 sun-thu brand:KIA or brand:MG',
  'اشترك تنبيهات من-5',
  'silence source:Email 2h maintenance',
  'audit opened @noura last 7 days',
  'replay bulk-errors from-5',
  'forget --phone 0501234567',
  'lead 12345',
  'bulk B12',
];
const forgedText = fc.oneof(
  fc
    .tuple(fc.constantFrom(...typedOnes), fc.nat(60), fc.nat(12), fc.string({ unit: anyCharacter, maxLength: 10 }))
    .map(([text, from, length, put]) => text.slice(0, from) + put + text.slice(from + length)),
  fc.tuple(fc.constantFrom(...typedOnes), fc.constantFrom(...typedOnes)).map((both) => both.join(' ')),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.constantFrom('__proto__', 'constructor:x', 'today '.repeat(2_000), '"'.repeat(500), 'brand:'.repeat(300)),
);

/**
 * Whether the text is read as a query that a button can carry, or is answered by a sentence whose
 * suggestions parse.
 */
function isReadOrExplained(text: string): boolean {
  const parsed = registry.parse(text, parsing);
  if (parsed.ok) {
    const decoded = registry.decodeQuery(encodeQuery(parsed.query));
    return decoded !== null && registry.needsOfQuery(decoded).length > 0;
  }
  const { sentence, suggestion, others = [] } = parsed.complaint;
  const suggested = suggestion === undefined ? [] : [suggestion, ...others];
  return sentence !== '' && suggested.every((one) => registry.parse(one, parsing).ok);
}

test(
  'typed text of any kind throws nothing, and becomes a query that its button can carry, or an explanation',
  { timeout: 1_200_000 },
  () => {
    expect(() => fc.assert(fc.property(forgedText, isReadOrExplained), { numRuns: runs })).not.toThrow();
  },
);
