/** Nothing can be typed, pressed or sent that is not declared as an act or as something that is only read. */
import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { listeners } from '../index.ts';
import type { Shell } from '../shell.ts';
import { acts, type ActName } from './acts.ts';
import { actOfAsk, actOfPress, pressed, submitted, typed } from './surfaces.ts';

/** What the listeners listen to. */
function heard() {
  const actions: RegExp[] = [];
  const views: string[] = [];
  const app = {
    action: (pattern: RegExp) => actions.push(pattern),
    view: (id: string) => views.push(id),
    command: () => {},
  } as unknown as App;
  for (const listen of listeners) listen(app, {} as Shell);
  return { actions, views };
}

test('every command is declared, and nothing that is none', () => {
  expect(Object.keys(typed).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
});

test('every form that is heard is declared, and every one that is declared is heard', () => {
  expect(heard().views.toSorted()).toEqual(Object.keys(submitted).toSorted());
});

test('every button is heard by exactly one listener, by those for other buttons if it is of none of ours', () => {
  const { actions } = heard();
  const ids = [...Object.values(actionIds), 'leads.of-another-version'];
  expect(ids.filter((id) => actions.filter((pattern) => pattern.test(`${id}:1`)).length !== 1)).toEqual([]);
  expect(Object.keys(pressed).toSorted()).toEqual(Object.values(actionIds).toSorted());
});

test('every act comes from somewhere', () => {
  const from = new Set<string>([...Object.values(pressed), ...Object.values(submitted), ...Object.values(typed)]);
  // Of a question that takes long: no person does it.
  const own: readonly ActName[] = ['reading', 'reading view'];
  expect(Object.keys(acts).filter((name) => !from.has(name))).toEqual(own);
});

describe('what only reads is no act:', () => {
  const ask = { filters: {}, page: 0, share: false };
  test.each([
    { ...ask, command: 'today' },
    { ...ask, command: 'subscribe' },
    { ...ask, command: 'unsubscribe' },
    { ...ask, command: 'of-another-version' },
  ])('$command', (one) => {
    expect(actOfAsk(one)).toBeNull();
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
  expect(actOfAsk({ command: 'today', filters: {}, page: 0, share: true })?.name).toBe('share');
});
