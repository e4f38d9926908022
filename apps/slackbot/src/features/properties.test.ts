import { languageTags } from '@leadbell/i18n';
import { anyCharacter, runs } from '@leadbell/testing';
import type { Lead, LeadFilter, PeriodSpec } from '@leadbell/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerContext } from '../reports/context.ts';
import type { Command } from '../commands/command.ts';
import { answerQuery, decodeQuery, decodeOpen, filters, parseText } from '../testing/commands-fixtures.ts';
import { writeFilters } from '../queries/filter-text.ts';
import * as v from 'valibot';
import { type LeadsQuery, leadsQuery } from '../queries/leads-query.ts';
import { maxFiltersChars } from '../queries/limits.ts';
import { messagesFor, registry } from './index.ts';
import { leadView } from './leads/lead.ts';
import { type Card, type CardPart, checkBlocks, limits, renderMessage, renderModal } from '@leadbell/slack-kit';
import { bulkOf, contextFor, example, fakeApi } from '../testing/lead-fixtures.ts';

const hostileText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '<!channel>',
    '&amp;<@U12345>',
    '*_~`',
    '\u202e\u2066',
    'س'.repeat(300),
    '😀'.repeat(200),
    'a\u0300'.repeat(99),
  ),
  fc.string({ unit: fc.constantFrom('&', '<', '>', '*', '\n', 'x'), maxLength: 400 }),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });

const personFields = [
  'firstName',
  'middleName',
  'lastName',
  'contactName',
  'companyName',
  'address1',
  'phoneCode',
  'phoneNumber',
  'email',
  'leadNote',
] as const;
const openFields = [
  'brand',
  'branch',
  'source',
  'subSource',
  'priority',
  'interest',
  'leadType',
  'vehicleType',
] as const;

const errors = fc.array(fc.record({ message: hostileText, code: maybe(hostileText), field: maybe(hostileText) }), {
  maxLength: 8,
});
const vehicle = fc.record({
  id: fc.constant(null),
  modelFamily: maybe(hostileText),
  modelYear: maybe(fc.integer({ min: -1, max: 99_999 })),
  modelMemo: maybe(hostileText),
  modelPreferences: maybe(hostileText),
  totalQty: maybe(fc.nat()),
});

const leads: fc.Arbitrary<Lead> = fc
  .record({
    texts: fc.tuple(...[...personFields, ...openFields].map(() => maybe(hostileText))),
    errors,
    vehicles: fc.array(vehicle, { maxLength: 12 }),
    leadId: maybe(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String)),
    externalId: maybe(fc.oneof(fc.nat().map(String), hostileText)),
    testDriveRequired: maybe(fc.boolean()),
  })
  .map(({ texts, ...rest }): Lead => {
    const named = Object.fromEntries(
      [...personFields, ...openFields].map((field, index) => [field, texts[index] ?? null]),
    );
    const outcome = rest.errors.length > 0 ? 'errored' : rest.leadId !== null ? 'created' : 'pending';
    return { ...example, ...named, ...rest, outcome };
  });

const contexts = fc.record({
  tag: fc.constantFrom(...languageTags),
  audience: fc.constantFrom('channel', 'asker') satisfies fc.Arbitrary<AnswerContext['audience']>,
});
const value = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => text.length <= 30 && text.trim() !== '' && !/\p{Cc}/u.test(text));
const filterValue = fc.record({ isNot: fc.boolean(), alternatives: fc.array(value, { minLength: 1, maxLength: 2 }) });
const someFilters: fc.Arbitrary<LeadFilter> = fc.record(
  { brand: filterValue, source: filterValue, priority: filterValue },
  { requiredKeys: [] },
);
const common = {
  filters: fc
    .oneof({ weight: 3, arbitrary: fc.constant({}) }, someFilters)
    .filter((one) => Object.values(writeFilters(one)).join('').length <= maxFiltersChars),
  page: fc.nat({ max: 3 }),
  share: fc.boolean(),
};
const period = fc.constantFrom<PeriodSpec[]>(
  { kind: 'today' },
  { kind: 'last-hours', hours: 7 },
  { kind: 'last-month' },
);
const queries: fc.Arbitrary<LeadsQuery> = fc.oneof(
  fc.record({ command: fc.constantFrom('today', 'period', 'errors'), period, ...common }),
  fc.record({ command: fc.constant('bulk' as const), id: fc.constant('1'), ...common }),
  fc.record({ command: fc.constant('lead' as const), id: fc.constant('1'), period, ...common }),
);

function valuesIn({ parts }: Card): string[] {
  return parts.flatMap((part: CardPart) => {
    if (part.kind === 'text') return part.button === undefined ? [] : [part.button.value];
    if (part.kind !== 'actions') return [];
    return part.elements.flatMap((element) =>
      element.kind === 'button' ? [element.value] : element.options.map((option) => option.value),
    );
  });
}

function leftOut(): { more: (count: number) => string; count: () => number } {
  let left = 0;
  return {
    more: (count) => {
      left += count;
      return String(count);
    },
    count: () => left,
  };
}

/** Returns the answer to a command's own sample. */
async function answered(usage: Command['usage'], context: AnswerContext) {
  const { messages } = context;
  const parsed = parseText(usage(messages).form, context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const card = await answerQuery(parsed.query, context);
  const left = leftOut();
  const { blocks } = renderMessage(card, { tag: messages.tag, more: left.more });
  return { card, blocks, left: left.count() };
}

describe('for any DMS answer', () => {
  it('a message is within Slack’s limits, shows its whole page, and has button values that decode', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(leads, { maxLength: 25 }), contexts, queries, async (all, { tag, audience }, query) => {
        const context = contextFor(fakeApi(bulkOf(all)), tag, { audience });
        const card = await answerQuery(query, context);
        const left = leftOut();
        const { blocks, text } = renderMessage(card, { tag, more: left.more });
        expect(checkBlocks(blocks, 'message')).toEqual([]);
        expect(left.count()).toBe(0);
        expect(text.length).toBeLessThanOrEqual(limits.fallbackText);
        expect(valuesIn(card).filter((text) => decodeQuery(text) === null && decodeOpen(text) === null)).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  const fills = ['x', 'م', '&', '😀', 'ab ', 'a\u0300'];

  it.each(fills)('a message full of %j shows its whole page', async (fill) => {
    const long = 'zq '.repeat(15).trim();
    const full = fill.repeat(300);
    const wanted = `${long} ${full}`;
    const reasons = Array.from({ length: 12 }, (_, i) => ({
      message: `${i}${full}`,
      code: `${i}${full}`,
      field: full,
    }));
    const named = Object.fromEntries(openFields.map((field) => [field, full]));
    const all = Array.from({ length: 12 }, (_, i): Lead => {
      const vehicles = example.vehicles.map((vehicle) => ({ ...vehicle, modelFamily: full }));
      const values = {
        ...named,
        source: `${i}${full}`,
        branch: `${i}${full}`,
        leadType: wanted,
        brand: `${i} ${wanted}`,
        priority: `${i} ${wanted}`,
      };
      return {
        ...example,
        ...values,
        vehicles,
        firstName: fill.repeat(30),
        lastName: fill.repeat(30),
        leadId: '1',
        outcome: 'errored',
        errors: reasons,
      };
    });
    const written = filters({ brand: long, priority: long, type: long });
    const common = { filters: written, page: 0, share: false };
    const period = { kind: 'last-month' } as const;
    const asked: readonly LeadsQuery[] = [
      { command: 'today', period, ...common },
      { command: 'errors', period, ...common },
      { command: 'bulk', id: '1', ...common },
      { command: 'lead', id: '1', period, ...common },
    ];
    for (const query of asked) {
      const { command } = query;
      for (const tag of languageTags) {
        const card = await answerQuery(query, contextFor(fakeApi(bulkOf(all)), tag));
        const left = leftOut();
        expect(checkBlocks(renderMessage(card, { tag, more: left.more }).blocks, 'message')).toEqual([]);
        expect([command, left.count()]).toEqual([command, 0]);
        expect(card.parts.filter((part) => part.kind === 'text' && part.button !== undefined).length).toBeGreaterThan(
          4,
        );
      }
    }
  });

  it.each(registry.commands)('the answer to $name is within Slack’s limits', async ({ usage }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(leads, { maxLength: 25 }), contexts, async (all, { tag, audience }) => {
        const { card, left, blocks } = await answered(usage, contextFor(fakeApi(bulkOf(all)), tag, { audience }));
        expect(checkBlocks(blocks, 'message')).toEqual([]);
        expect([card.summary, left]).toEqual([card.summary, 0]);
      }),
      { numRuns: runs(10) },
    );
  });

  it('a lead’s modal is within Slack’s limits', async () => {
    await fc.assert(
      fc.asyncProperty(leads, fc.constantFrom(...languageTags), async (lead, tag) => {
        const context = contextFor(fakeApi(bulkOf([lead])), tag);
        const query: LeadsQuery = { command: 'bulk', id: '1', filters: {}, page: 0, share: false };
        const open = valuesIn(await answerQuery(query, context))
          .map(decodeOpen)
          .find((found) => found !== null);
        if (open === undefined) throw new Error('no lead to open');
        const modal = await leadView({ ...open, isMore: true }, context);
        const left = leftOut();
        expect(checkBlocks(renderModal(modal, { tag, more: left.more }).blocks, 'modal')).toEqual([]);
        expect(left.count()).toBe(0);
        expect(modal.parts).not.toEqual([{ kind: 'text', text: [{ words: messagesFor(tag).lead.gone }] }]);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('a person in a list', () => {
  const secret = fc.stringMatching(/^[a-z]{8}$/);
  const people = fc.record({
    first: secret,
    last: secret,
    digits: fc.stringMatching(/^5\d{8}$/),
    quote: fc.constantFrom(
      (p: Person) => `${p.last} is known already`,
      (p: Person) => `Duplicate of +966${p.digits} (${p.first} ${p.last})`,
      (p: Person) =>
        `0${p.digits.slice(0, 2)} ${p.digits.slice(2, 5)} ${p.digits.slice(5)} belongs to ${p.last}@example.com`,
      (p: Person) => `${p.last.toUpperCase()}, ${p.first}: <${p.last}@example.com>`,
    ),
  });

  interface Person {
    readonly first: string;
    readonly last: string;
    readonly digits: string;
  }

  function leadOf({ quote, ...person }: Person & { readonly quote: (person: Person) => string }): Lead {
    return {
      ...example,
      externalId: '1',
      firstName: person.first,
      middleName: null,
      lastName: person.last,
      contactName: `${person.first} ${person.last}`,
      email: `${person.last}@example.com`,
      phoneNumber: person.digits,
      leadNote: `call ${person.last} on ${person.digits}`,
      outcome: 'errored',
      errors: [{ message: quote(person), code: 'DUP', field: 'phoneNumber' }],
    };
  }

  /** Finds the parts of a person's data that no list may show. */
  function secretsIn(shown: string, { last, digits }: Person): readonly string[] {
    const text = shown.toLowerCase();
    return [last, '@example.com']
      .filter((one) => text.includes(one))
      .concat(shown.replace(/[\s().-]/g, '').includes(digits) ? [digits] : []);
  }

  it.each(registry.commands)('no answer to $name has a last name, phone or e-mail', async ({ usage }) => {
    await fc.assert(
      fc.asyncProperty(people, contexts, async (person, { tag, audience }) => {
        const context = contextFor(fakeApi(bulkOf([leadOf(person), leadOf(person)])), tag, { audience });
        expect(secretsIn(JSON.stringify((await answered(usage, context)).blocks), person)).toEqual([]);
      }),
      { numRuns: runs(10) },
    );
  });

  it('a person in a list is a first name and an initial: no last name, phone or e-mail, even where the DMS quotes them', async () => {
    await fc.assert(
      fc.asyncProperty(people, contexts, queries, async (person, { tag, audience }, query) => {
        fc.pre(person.first !== person.last);
        const lead = leadOf(person);
        const card = await answerQuery(
          v.parse(leadsQuery, { ...query, filters: {}, page: 0 }),
          contextFor(fakeApi(bulkOf([lead, lead])), tag, { audience }),
        );
        const shown = JSON.stringify(renderMessage(card, { tag, more: String }));
        expect(shown).toContain(person.first);
        expect(secretsIn(shown, person)).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });
});
