import { expect, test } from 'vitest';
import type { Reloaded } from '@leadbell/settings';
import { createLog } from './log.ts';
import { watchSettings } from './settings-watch.ts';

function watching(looks: (Reloaded | null)[]) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } });
  const state = { changes: 0, tick: () => {} };
  const live = {
    settings: {} as never,
    presentToken: (token: string) => token,
    look: () => looks.shift() ?? null,
  };
  const watch = watchSettings({
    live,
    log,
    every: (_, work) => {
      state.tick = work;
      return () => {};
    },
  });
  const listen = (): void => watch.onChange(() => (state.changes += 1));
  return { watch, listen, state, log, lines: () => lines.splice(0).map((line) => JSON.parse(line) as object) };
}

test('a change is logged with the names of the changed settings, and a secret in it is hidden from then on', () => {
  const { listen, state, lines, log } = watching([
    null,
    {
      kind: 'used',
      changed: ['access'],
      tokens: ['DMS_TOKEN'],
      needRestart: ['TIME_ZONE'],
      secrets: ['brand-new-token'],
    },
  ]);
  listen();
  state.tick();
  expect([state.changes, lines()]).toEqual([0, []]);
  state.tick();
  expect(state.changes).toBe(1);
  expect(lines()).toMatchObject([
    { event: 'settings.reloaded', changed: ['access'], tokens: ['DMS_TOKEN'] },
    { event: 'settings.need-restart', settings: ['TIME_ZONE'] },
  ]);
  log.info({ reason: 'brand-new-token' }, 'test');
  expect(lines()).toMatchObject([{ reason: '[secret]' }]);
});

test('a refused file is logged with one line for each problem, and changes nothing', () => {
  const problems = [
    { name: 'leadbell.config.json', expected: 'no acess', hint: 'did you mean access?' },
    { name: 'TIME_ZONE', expected: 'a time zone', hint: null },
  ];
  const { watch, listen, state, lines } = watching([{ kind: 'refused', problems }]);
  listen();
  watch.lookNow();
  expect(state.changes).toBe(0);
  expect(lines()).toMatchObject([
    { event: 'settings.refused', setting: 'leadbell.config.json', reason: 'expected no acess (did you mean access?)' },
    { event: 'settings.refused', setting: 'TIME_ZONE', reason: 'expected a time zone' },
    { event: 'settings.kept', problems: 2 },
  ]);
});

test('a change that comes before there is a listener, for example while the service starts, is announced to the first listener', () => {
  const used = { kind: 'used', changed: ['links'], tokens: [], needRestart: [], secrets: [] } as const;
  const { watch, listen, state } = watching([used, used]);
  watch.lookAgain();
  expect(state.changes).toBe(0);
  listen();
  expect(state.changes).toBe(1);
  watch.lookAgain();
  expect(state.changes).toBe(2);
});
