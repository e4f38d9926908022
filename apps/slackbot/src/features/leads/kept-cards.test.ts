/** Tests that a cached card equals a freshly made one, whatever happens between two questions. */
import { installationWords, type Instant, instant, keysOfPerson, type Lead, type Scope } from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import { type Card, renderMessage, renderReply } from '@leadbell/slack-kit';
import { runs, testIdentities, testKey } from '@leadbell/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnswers } from '../../reports/answers.ts';
import { createForgottenPeople } from '../../reports/forgotten.ts';
import { KeptCards } from '../../reports/kept-cards.ts';
import { answerQuery, parseText } from '../../testing/commands-fixtures.ts';
import { bulkOf, contextFor, noon, nthLead } from '../../testing/lead-fixtures.ts';

const scopes: readonly Scope[] = ['all', [{ brands: ['KIA'] }], [{ branches: ['Jeddah'] }, { brands: ['MG'] }], []];
const lines = ['today', 'today brand:KIA', 'today brand:kia', '2025-08-25', 'last 12 hours', 'last 2 days', 'errors'];

interface Ask {
  readonly kind: 'ask';
  readonly scope: Scope;
  readonly tag: 'en' | 'ar';
  readonly line: string;
  readonly more: object;
  readonly isOutside: boolean;
  readonly isTyped: boolean;
}

const ask: fc.Arbitrary<Ask> = fc.record({
  kind: fc.constant('ask'),
  scope: fc.constantFrom(...scopes),
  tag: fc.constantFrom('en', 'ar'),
  line: fc.constantFrom(...lines),
  more: fc.constantFrom<object>(
    {},
    { page: 1 },
    { page: 7 },
    { order: 'newest' },
    { view: 'numbers' },
    { fresh: true },
  ),
  isOutside: fc.boolean(),
  isTyped: fc.boolean(),
});
const event = fc.oneof(
  { weight: 6, arbitrary: ask },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 900, 5_000, 10_000, 61_000) }),
  },
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(-3_000, 3_600_000, 43_200_000) }),
  fc.record({ kind: fc.constantFrom('arrive' as const, 'correct' as const, 'learn' as const, 'sweep' as const) }),
  fc.record({ kind: fc.constant('forget' as const), n: fc.nat(20) }),
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ask again' as const),
      nth: fc.nat(3),
      otherwise: fc.constantFrom<Partial<Ask>>(
        {},
        {},
        { tag: 'ar' },
        { tag: 'en' },
        { isOutside: true },
        { isOutside: false },
      ),
    }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** Returns a lead whose names occur in no other text. `branch` is hidden until Leadbell has learned it. */
function leadOf(n: number, isCorrected = false, branch = 'Jeddah'): Lead {
  const lead = { ...nthLead(n), firstName: `Testperson${n}x`, branch: n % 2 === 0 ? branch : 'Jeddah' };
  return isCorrected && lead.outcome === 'errored' ? { ...lead, outcome: 'created', errors: [] } : lead;
}

let worlds = 0;

class World {
  now: Instant = noon;
  #leads = 14;
  #isCorrected = false;
  /** Each world needs a new branch, because a word that one world has learned stays learned in the next worlds. */
  readonly #branch = `Zarqa${'abcdefghij'.charAt(worlds % 10)}${'klmnopqrst'.charAt(Math.floor(worlds++ / 10) % 10)}`;
  readonly #gone = new Set<number>();
  readonly #asked: Ask[] = [];
  readonly #forgotten = createForgottenPeople({
    list: () =>
      Promise.resolve(
        [...this.#gone].flatMap((n) => keysOfPerson(leadOf(n), [testKey()]).persons.map((person) => ({ person }))),
      ),
    identities: testIdentities(),
  });
  readonly #answers = createAnswers({ now: () => this.now, forgotten: this.#forgotten });
  readonly #api: LeadsApi = {
    read: () => this.#read(),
  };

  async *#read(): AsyncGenerator<AnswerPart> {
    await Promise.resolve();
    for (let n = 0; n < this.#leads; n += 1)
      yield* bulkOf(
        [leadOf(n, this.#isCorrected, this.#branch)],
        { key: `b${n}`, createdAt: instant(noon - n * 1_234_567) },
        n,
      );
  }

  async happen(event: Event): Promise<Card | null> {
    if (event.kind === 'ask') this.#asked.push(event);
    if (event.kind === 'ask') return this.#ask(event);
    if (event.kind === 'ask again') {
      const before = this.#asked.at(-1 - event.nth);
      return before === undefined ? null : this.#ask({ ...before, ...event.otherwise });
    }
    if (event.kind === 'wait') this.now = instant(this.now + event.ms);
    if (event.kind === 'arrive') this.#leads += 1;
    if (event.kind === 'correct') this.#isCorrected = true;
    if (event.kind === 'sweep') this.#answers.forgetOld();
    if (event.kind === 'learn') installationWords.learn([{ kind: 'value', text: this.#branch }]);
    if (event.kind === 'forget') {
      this.#gone.add(event.n);
      await this.#forgotten.refresh();
    }
    return null;
  }

  async #ask({ scope, tag, line, more, isOutside, isTyped }: Ask): Promise<Card> {
    const base = contextFor(this.#api, tag, { answers: this.#answers, now: this.now, scope });
    const parsed = parseText(line, base);
    if (!parsed.ok) throw new Error(line);
    const query = { ...parsed.query, ...more };
    const context = {
      ...base,
      isSharedOutside: Promise.resolve(isOutside),
      ...(isTyped ? { maxAgeMs: 10_000 } : {}),
    };
    const listed: Lead[] = [];
    const card = await answerQuery(query, { ...context, onRow: ({ lead }) => listed.push(lead) });
    const again: Lead[] = [];
    const anew = await answerQuery(query, {
      ...context,
      fresh: false,
      answers: { ...this.#answers, cards: new KeptCards() },
      onRow: ({ lead }) => again.push(lead),
    });
    agree([card, listed], [anew, again]);
    const options = { tag, more: base.messages.leads.more, ids: 'x1' };
    const { text, blocks } = renderMessage(anew, options);
    const { json } = renderReply(card, options);
    if (json !== undefined) agree(JSON.parse(`{${json}}`), JSON.parse(JSON.stringify({ text, blocks })));
    this.#check(card, scope);
    return card;
  }

  #check(card: Card, scope: Scope): void {
    const told = JSON.stringify(card);
    for (let n = 0; n < this.#leads; n += 1) {
      const { brand, branch } = leadOf(n);
      const isSeen =
        scope === 'all' ||
        scope.some(
          ({ brands, branches }) => brands?.includes(brand ?? '') ?? branches?.includes(branch ?? '') ?? false,
        );
      if (this.#gone.has(n) || !isSeen) agree(told.includes(`Testperson${n}x`), false);
    }
  }
}

function agree(one: unknown, other: unknown): void {
  expect(one).toEqual(other);
}

const today: Ask = {
  kind: 'ask',
  scope: 'all',
  tag: 'en',
  line: 'today',
  more: {},
  isOutside: false,
  isTyped: true,
};

test('a cached card equals a freshly made one, and shows no one whom the gate or an erasure hides', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 40 }), async (events) => {
      const world = new World();
      const seen = new Set<Card>();
      for (const one of events) {
        const card = await world.happen(one);
        if (card === null) continue;
        if (seen.has(card)) kept += 1;
        seen.add(card);
      }
    }),
    { numRuns: runs(300), examples: [[[today, { kind: 'ask again', nth: 0, otherwise: {} }]]] },
  );
  expect(kept).toBeGreaterThan(0);
});

test('the same question gets the same card again, for each page and after a question with another filter; only block ids differ', async () => {
  const world = new World();
  const first = await world.happen(today);
  const page = await world.happen({ ...today, more: { page: 1 } });
  const filtered = await world.happen({ ...today, line: 'today brand:KIA' });
  expect(await world.happen(today)).toBe(first);
  expect(await world.happen({ ...today, more: { page: 1 } })).toBe(page);
  expect(await world.happen({ ...today, line: 'today brand:KIA' })).toBe(filtered);
  expect(new Set([first, page, filtered]).size).toBe(3);
  const options = { tag: 'en', more: String };
  const written = ['a', 'b'].map((ids) => renderReply(first as Card, { ...options, ids }).json ?? '');
  expect(written[0]).toContain('"block_id":"en:a:1"');
  expect(written[1]).toBe(written[0]?.replaceAll('"en:a:', '"en:b:'));
});

test.each<[string, Ask, readonly Event[], Partial<Ask>]>([
  ['in another language', today, [], { tag: 'ar' }],
  ['where people of other companies read', today, [], { isOutside: true }],
  ['with a filter that is typed otherwise', { ...today, line: 'today brand:KIA' }, [], { line: 'today brand:kia' }],
  ['when ages have changed', today, [{ kind: 'wait', ms: 61_000 }], {}],
  ['when the clock went back', today, [{ kind: 'wait', ms: -3_000 }], {}],
  ['when a value may be shown', today, [{ kind: 'learn' }], {}],
  ['when a person was forgotten', today, [{ kind: 'forget', n: 0 }], {}],
  ['by a person with another scope', today, [], { scope: [{ brands: ['KIA'] }] }],
  [
    'when the day has another name',
    { ...today, line: '2025-08-25', more: { view: 'numbers' } },
    [{ kind: 'wait', ms: 10_000 }],
    {},
  ],
])('a card is made again %s', async (_, first, between, otherwise) => {
  const world = new World();
  world.now = instant(Date.parse('2025-08-25T20:59:55Z'));
  const before = await world.happen({ ...first, isTyped: false });
  for (const one of between) await world.happen(one);
  // After this change, the card must be made again; `happen` compares its content with a freshly made one.
  expect(await world.happen({ ...first, ...otherwise, isTyped: false })).not.toBe(before);
});
