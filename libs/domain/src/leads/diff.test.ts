import { runs } from '../runs-fixtures.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import type { Bulk } from './bulk.ts';
import { type BulkSnapshot, diffBulk, matchBulk } from './diff.ts';
import type { BulkObservation, ObservedLead } from './observation.ts';

const at = (ms: number) => ms as Instant;
const traits = { source: null, subSource: null, brand: null, branch: null, priority: null };

type Mark = 'pending' | 'created' | 'errored' | 'errored twice';
const lead = (mark: Mark): ObservedLead => ({
  externalId: '1',
  dmsId: mark === 'created' ? '7' : null,
  outcome: mark === 'errored twice' ? 'errored' : mark,
  errors: mark === 'errored' ? ['branch|'] : mark === 'errored twice' ? ['branch|', 'phone|'] : [],
  traits,
});
function observe(
  state: Bulk['state'],
  leads: Readonly<Record<string, Mark>>,
  info: Partial<Bulk> = {},
): BulkObservation {
  return {
    info: {
      key: 'k',
      id: null,
      createdAt: at(1_000),
      createdBy: '1',
      state,
      totalRecords: null,
      errorRecords: null,
      ...info,
    },
    leads: new Map(Object.entries(leads).map(([key, mark]) => [key, lead(mark)])),
    keyAliases: [],
    identities: new Map(),
    errorTexts: new Map(),
    fingerprint: '',
  };
}

/** Returns the events as short texts. */
const told = (previous: BulkSnapshot | null, next: BulkObservation, when = 10_000): string[] =>
  diffBulk(previous, next, at(when)).events.map((event) =>
    'leads' in event ? `${event.kind} ${event.leads.join(',')}` : event.kind,
  );
const seen = (observation: BulkObservation, when = 5_000) => diffBulk(null, observation, at(when)).snapshot;

describe('events between two observations of a bulk', () => {
  it.each<[string, BulkObservation | null, BulkObservation, string[]]>([
    ['the bulk is new', null, observe('created', { a: 'pending' }), ['bulk-appeared', 'lead-appeared a']],
    [
      'the bulk is new and already over, with an error',
      null,
      observe('completed', { a: 'created', b: 'errored' }),
      ['bulk-appeared', 'bulk-completed', 'bulk-errored', 'lead-appeared a,b', 'lead-errored b', 'lead-created a'],
    ],
    ['nothing changes', observe('created', { a: 'pending' }), observe('created', { a: 'pending' }), []],
    [
      'the bulk progresses',
      observe('created', {}),
      observe('in-progress', { a: 'pending' }),
      ['bulk-progressed', 'lead-appeared a'],
    ],
    ['the bulk is cancelled', observe('in-progress', {}), observe('cancelled', {}), ['bulk-cancelled']],
    ['the bulk’s state goes back', observe('completed', {}), observe('in-progress', {}), ['bulk-progressed']],
    ['the bulk goes to an unknown state', observe('created', {}), observe({ unknown: 9 }, {}), ['bulk-progressed']],
    [
      'a lead fails',
      observe('created', { a: 'pending' }),
      observe('created', { a: 'errored' }),
      ['bulk-errored', 'lead-errored a'],
    ],
    [
      'an errored lead gets a second error',
      observe('created', { a: 'errored' }),
      observe('created', { a: 'errored twice' }),
      ['lead-errored a'],
    ],
    [
      'one of the errors of a lead disappears',
      observe('created', { a: 'errored twice' }),
      observe('created', { a: 'errored' }),
      [],
    ],
    [
      'an errored lead recovers and is created',
      observe('completed', { a: 'errored' }),
      observe('completed', { a: 'created' }),
      ['bulk-recovered', 'lead-recovered a', 'lead-created a'],
    ],
    [
      'the server counts an error that it does not show',
      observe('created', {}),
      observe('created', {}, { errorRecords: 2 }),
      ['bulk-errored'],
    ],
    [
      'a lead is missing from the answer',
      observe('created', { a: 'errored', b: 'pending' }),
      observe('created', { b: 'pending' }),
      [],
    ],
  ])('%s', (_, before, after, events) => {
    expect(told(before === null ? null : seen(before), after)).toEqual(events);
  });

  it('leads that an answer does not list are kept', () => {
    const { snapshot } = diffBulk(
      seen(observe('created', { a: 'errored' })),
      observe('created', { b: 'pending' }),
      at(9_000),
    );
    expect([...snapshot.leads.keys()]).toEqual(['a', 'b']);
    expect(snapshot).toMatchObject({ firstSeenAt: 5_000, observedAt: 9_000 });
  });

  const complete = (leads: Parameters<typeof observe>[1], changes: Partial<Bulk> = {}) => ({
    ...observe('completed', leads, changes),
    isComplete: true,
  });
  const both = () => seen(observe('completed', { a: 'errored', b: 'created' }, { totalRecords: 2 }));

  it.each([
    ['two complete answers without it', [complete({ b: 'created' }), complete({ b: 'created' })], ['', 'lead-gone a']],
    [
      'one answer without it, if the DMS counts exactly the leads it lists',
      [complete({ b: 'created' }, { totalRecords: 1 })],
      ['lead-gone a'],
    ],
    ['the same answer twice, which counts once', [complete({ b: 'created' }), null], ['', '']],
    [
      'an answer without it, one with it, one without it',
      [complete({ b: 'created' }), complete({ a: 'errored', b: 'created' }), complete({ b: 'created' })],
      ['', '', ''],
    ],
    ['incomplete answers', [observe('completed', {}), observe('completed', {})], ['', '']],
    [
      'an empty list that contradicts the count',
      [complete({}, { totalRecords: 2 }), complete({}, { totalRecords: 2 }), complete({}, { totalRecords: 2 })],
      ['', '', ''],
    ],
    [
      'an answer that lists it again',
      [
        complete({ b: 'created' }, { totalRecords: 1 }),
        complete({ b: 'created' }),
        complete({ a: 'errored', b: 'created' }),
      ],
      ['lead-gone a', '', 'bulk-errored lead-errored a'],
    ],
  ])('whether a lead is gone after %s', (_, answers, events) => {
    let known = both();
    let last: BulkObservation = complete({});
    const happened = answers.map((answer, n) => {
      const isNew = answer !== null;
      if (answer !== null) last = answer;
      const change = diffBulk(known, last, at(isNew ? 10_000 * (n + 1) : known.observedAt));
      known = change.snapshot;
      return change.events
        .filter(({ kind }) => kind !== 'bulk-recovered')
        .map((event) => ('leads' in event ? `${event.kind} ${event.leads.join()}` : event.kind))
        .join(' ');
    });
    expect(happened).toEqual(events);
  });

  it('leads that are gone do not make a bulk errored', () => {
    const { snapshot, events } = diffBulk(both(), complete({ b: 'created' }, { totalRecords: 1 }), at(9_000));
    expect(snapshot.leads.get('a')).toMatchObject({ gone: true, outcome: 'errored' });
    expect(events.map(({ kind }) => kind)).toEqual(['bulk-recovered', 'lead-gone']);
  });

  it('an answer that arrives late is ignored', () => {
    const known = seen(observe('completed', { a: 'created' }), 20_000);
    expect(diffBulk(known, observe('created', { a: 'errored' }), at(19_999))).toEqual({ snapshot: known, events: [] });
  });
});

describe('the known bulk of an observation is found', () => {
  const known = (key: string, leads: string[], changes: Partial<BulkSnapshot> = {}) => ({
    key,
    dmsId: null,
    createdAt: at(1_000) as Instant | null,
    createdBy: '1' as string | null,
    leads: new Map(leads.map((name) => [name, lead('pending')])),
    ...changes,
  });
  it.each([
    ['by its number', { id: '5', key: 'new' }, ['x'], [known('other', ['x']), known('old', [], { dmsId: '5' })], 'old'],
    ['by its key', { key: 'same' }, ['x'], [known('other', ['x']), known('same', ['y'])], 'same'],
    [
      'by its leads while it is being filled',
      { key: 'new' },
      ['a', 'b', 'c'],
      [known('far', ['c', 'z']), known('near', ['a', 'b'])],
      'near',
    ],
    ['even if it was empty before', { key: 'new' }, ['a'], [known('empty', [])], 'empty'],
    ['not if its leads are others', { key: 'new' }, ['a'], [known('other', ['b'])], null],
    ['not if its time is another', { key: 'new' }, ['a'], [known('other', ['a'], { createdAt: at(2_000) })], null],
    ['not if its sender is another', { key: 'new' }, ['a'], [known('other', ['a'], { createdBy: '2' })], null],
    ['not if its number is another', { id: '6', key: 'new' }, ['a'], [known('other', ['a'], { dmsId: '5' })], null],
    [
      'by a number that an earlier release rounded',
      { id: '9007199254740993', key: 'new' },
      ['a', 'b'],
      [known('old', ['a'], { dmsId: '9007199254740992' })],
      'old',
    ],
    [
      'not by a rounded number if its leads are others',
      { id: '9007199254740993', key: 'new' },
      ['a'],
      [known('old', ['b'], { dmsId: '9007199254740992' })],
      null,
    ],
    ['even if it had no number before', { id: '6', key: 'new' }, ['a'], [known('old', ['a'])], 'old'],
    [
      'only by key or leads if it has no creation time',
      { key: 'new', createdAt: null },
      ['a'],
      [known('empty', [], { createdAt: null })],
      null,
    ],
  ])('%s', (_, info, leads, all, expected) => {
    const given = observe('created', Object.fromEntries(leads.map((name) => [name, 'pending'])), info);
    expect(matchBulk(given, all)?.key ?? null).toBe(expected);
  });
});

/** The life of a bulk in a DMS: leads are only added; the bulk’s state and the leads’ outcomes change freely. */
const life = fc
  .array(
    fc.record({
      state: fc.constantFrom<Bulk['state']>('created', 'in-progress', 'completed', 'cancelled'),
      marks: fc.dictionary(
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.constantFrom<Mark>('pending', 'created', 'errored', 'errored twice'),
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((steps) => {
    let marks: Record<string, Mark> = {};
    return steps.map((step) => observe(step.state, (marks = { ...marks, ...step.marks })));
  });

type Answer = readonly [bulk: number, step: number];

/** `answers`: in the order in which they arrive, each with the time at which the DMS was asked. */
function watch(lives: readonly BulkObservation[][], answers: readonly Answer[]) {
  const known = new Map<number, BulkSnapshot>();
  const events: string[] = [];
  for (const [bulk, step] of answers) {
    const observation = lives[bulk]?.[step];
    if (observation === undefined) continue;
    const previous = known.get(bulk) ?? null;
    events.push(...told(previous, observation, step).map((event) => `${bulk} ${event}`));
    known.set(bulk, diffBulk(previous, observation, at(step)).snapshot);
  }
  return { known: [...known].toSorted(([a], [b]) => a - b), events: events.toSorted() };
}

describe('random polls', () => {
  const lives = fc.array(life, { minLength: 1, maxLength: 3 });

  it('repeats, overlaps and the order of windows change neither the state nor the events', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), (all, dice) => {
        const roll = (below: number) => (dice.next().value ?? 0) % below;
        const rounds = Array.from({ length: Math.max(...all.map(({ length }) => length)) }, (_, step) =>
          all.map((__, bulk): Answer => [bulk, step]),
        );
        const plain = watch(all, rounds.flat());
        const mixed = rounds.flatMap((round, step) => {
          const doubled = [...round, ...round.filter(() => roll(2) === 0)];
          // Some answers of earlier rounds arrive late.
          const late = step === 0 ? [] : round.filter(() => roll(3) === 0).map(([bulk]): Answer => [bulk, roll(step)]);
          const order = new Map(doubled.map((answer) => [answer, roll(1_000)]));
          return [...doubled.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)), ...late];
        });
        expect(watch(all, mixed)).toEqual(plain);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it('after failed polls, the next poll leads to the same state as if no poll had failed', () => {
    fc.assert(
      fc.property(life, fc.array(fc.boolean()), (steps, fails) => {
        const last = steps.length - 1;
        const heard = steps
          .map((_, step): Answer => [0, step])
          .filter(([, step]) => step === last || fails[step] !== true);
        const snapshot = watch([steps], heard).known[0]?.[1];
        const whole = watch(
          [steps],
          steps.map((_, step): Answer => [0, step]),
        ).known[0]?.[1];
        expect({ ...snapshot, firstSeenAt: 0 }).toEqual({ ...whole, firstSeenAt: 0 });
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('the events alone show how many leads and how many errored leads there are', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { known } = watch(
          [steps],
          steps.map((_, step): Answer => [0, step]),
        );
        let previous: BulkSnapshot | null = null;
        let leads = 0;
        const errored = new Set<string>();
        for (const [step, observation] of steps.entries()) {
          const { snapshot, events } = diffBulk(previous, observation, at(step));
          for (const event of events) {
            if (event.kind === 'lead-appeared') leads += event.leads.length;
            if (event.kind === 'lead-errored') for (const key of event.leads) errored.add(key);
            if (event.kind === 'lead-recovered') for (const key of event.leads) errored.delete(key);
          }
          previous = snapshot;
        }
        const all = [...(known[0]?.[1].leads ?? [])];
        expect(leads).toBe(all.length);
        expect([...errored].toSorted()).toEqual(
          all.flatMap(([key, { outcome }]) => (outcome === 'errored' ? [key] : [])).toSorted(),
        );
      }),
      { numRuns: runs(1_000) },
    );
  });
});
