/** Every command, button and form is declared either as an act or as a read. */
import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../bot/registry.ts';
import type { BotContext } from '../bot/contract.ts';
import type { Query } from '../queries/query.ts';
import { actionIds } from '../cards/action-ids.ts';
import { features, registry } from './index.ts';

const { actOfQuery, actOfPress } = registry;

/** The action and callback ids that the listeners match. */
function heard() {
  const actions: RegExp[] = [];
  const views: string[] = [];
  const app = {
    action: (pattern: RegExp) => actions.push(pattern),
    view: (id: string) => views.push(id),
    command: () => {},
  } as unknown as App;
  for (const listen of registry.listeners) listen(app, { registry } as BotContext);
  return { actions, views };
}

test('the heard forms are exactly the declared ones', () => {
  expect(heard().views.toSorted()).toEqual(Object.keys(registry.forms).toSorted());
});

test('exactly one listener handles each button, and a fallback handles unknown ones', () => {
  const { actions } = heard();
  const ids = [...Object.values(actionIds), 'leads.of-another-version'];
  expect(ids.filter((id) => actions.filter((pattern) => pattern.test(`${id}:1`)).length !== 1)).toEqual([]);
});

test('every act has a source', () => {
  const from = new Set([
    ...Object.values(registry.forms),
    ...registry.commands.map(({ name }) => name),
    // From any shared command.
    'share',
    ...features.flatMap(({ presses = {} }) =>
      Object.values(presses).flatMap((kind) => (kind === 'asks' || kind.act === undefined ? [] : [kind.act])),
    ),
  ]);
  // From a slow query: not an act of a person.
  expect(Object.keys(registry.acts).filter((name) => !from.has(name))).toEqual(['reading', 'reading view']);
});

describe('an incomplete feature is reported at the start by name:', () => {
  test.each([
    ['a press without a declaration', [], /no feature says what a press of .*leads\.alert/],
    ['a missing act', [...features, { name: 'x', forms: { f: 'gone' } }], /no feature has the act gone/],
    ['a feature listed twice', [...features, ...features], /two features have the command today/],
    ['a command that there is', [...features, { name: 'x', commands: registry.commands.slice(0, 1) }], /command today/],
  ] as const)('%s', (_, some, says) => {
    expect(() => createRegistry(some)).toThrow(says);
  });
});

describe('a query that only reads is not an act:', () => {
  const query = { filters: {}, page: 0, share: false };
  test.each([
    { ...query, command: 'today' },
    { ...query, command: 'subscribe' },
    { ...query, command: 'unsubscribe' },
    { ...query, command: 'of-another-version' },
  ])('$command', (one) => {
    expect(actOfQuery(one)).toBeNull();
  });

  test.each([
    [actionIds.alert, 'note 12'],
    [actionIds.alert, 'assign-to 12'],
    [actionIds.subscription, 'edit 3'],
    [actionIds.open, 'acknowledge 12'],
    [actionIds.alert, 'nonsense'],
    ['leads.of-another-version', 'acknowledge 12'],
  ])('%s: %s', (id, value) => {
    expect(actOfPress(`${id}:2`, value)).toBeNull();
  });
});

test('sharing is an act, whatever the command', () => {
  expect(
    actOfQuery({ command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: true } as Query)?.name,
  ).toBe('share');
});
