/** Nothing can be typed, pressed or sent that is not declared as an act or as something that is only read. */
import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../bot/registry.ts';
import type { BotContext } from '../bot/contract.ts';
import type { Query } from '../queries/query.ts';
import { actionIds } from '../cards/action-ids.ts';
import { features, registry } from './index.ts';

const { actOfQuery, actOfPress } = registry;

/** What the listeners listen to. */
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

test('every form that is heard is declared, and every one that is declared is heard', () => {
  expect(heard().views.toSorted()).toEqual(Object.keys(registry.forms).toSorted());
});

test('every button is heard by exactly one listener, by those for other buttons if it is of none of ours', () => {
  const { actions } = heard();
  const ids = [...Object.values(actionIds), 'leads.of-another-version'];
  expect(ids.filter((id) => actions.filter((pattern) => pattern.test(`${id}:1`)).length !== 1)).toEqual([]);
});

test('every act comes from somewhere', () => {
  const from = new Set([
    ...Object.values(registry.forms),
    ...registry.commands.map(({ name }) => name),
    // Of any command that is shared.
    'share',
    ...features.flatMap(({ presses = {} }) =>
      Object.values(presses).flatMap((kind) => (typeof kind === 'string' ? [] : [kind.act])),
    ),
  ]);
  // Of a question that takes long: no person does it.
  expect(Object.keys(registry.acts).filter((name) => !from.has(name))).toEqual(['reading', 'reading view']);
});

describe('a feature that is half there is named at the start:', () => {
  test.each([
    ['a press that nobody declares', [], /no feature says what a press of .*leads\.alert/],
    ['an act that is nowhere', [...features, { name: 'x', forms: { f: 'gone' } }], /no feature has the act gone/],
    ['a feature that comes twice', [...features, ...features], /two features have the command today/],
    ['a command that there is', [...features, { name: 'x', commands: registry.commands.slice(0, 1) }], /command today/],
  ] as const)('%s', (_, some, says) => {
    expect(() => createRegistry(some)).toThrow(says);
  });
});

describe('what only reads is no act:', () => {
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

test('what is shared is an act, whatever the command', () => {
  expect(
    actOfQuery({ command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: true } as Query)?.name,
  ).toBe('share');
});
