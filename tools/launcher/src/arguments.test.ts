import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';
import { scenarios } from './scenarios.ts';

test('without arguments the sandbox starts in its normal state', () => {
  expect(readArguments([])).toEqual({
    ok: true,
    wanted: { scenario: null, isWatching: false, inspect: null, settings: {} },
  });
});

test.each(scenarios.map(({ name }) => name))('the scenario %s is found by its name', (name) => {
  expect(readArguments(['--scenario', name])).toMatchObject({ ok: true, wanted: { scenario: { name } } });
});

test('the settings, the port of a debugger and the watch mode are read', () => {
  const words = ['--watch', '--inspect', '--set', 'LANGUAGE=ar', '--set', 'TIME_ZONE=Europe/Berlin'];
  expect(readArguments(words)).toMatchObject({
    wanted: { isWatching: true, inspect: 9229, settings: { LANGUAGE: 'ar', TIME_ZONE: 'Europe/Berlin' } },
  });
  expect(readArguments(['--inspect=9300'])).toMatchObject({ wanted: { inspect: 9300 } });
});

test('an unknown scenario is answered with a sentence and the list of scenarios', () => {
  const read = readArguments(['--scenario', 'buzy-day']);
  expect(read.ok).toBe(false);
  const text = read.ok ? '' : read.problem;
  expect(text).toMatch(/^There is no scenario called “buzy-day”\. Choose one of:\n/);
  for (const { name, about } of scenarios) expect(text).toMatch(new RegExp(`^ {2}${name} +${about}$`, 'm'));
});

test.each([
  [['--scenari', 'arabic'], /^Unknown option '--scenari'\. The options are --scenario/],
  [['arabic'], /^Unexpected argument 'arabic'\. The options are/],
  [['--scenario'], /--scenario.*The options are/],
  [['--inspect=soon'], /^--inspect: expected a port, 1 to 65535, not “soon”/],
  [['--set', 'LANGUAGE'], /^--set: expected NAME=value, .* not “LANGUAGE”/],
])('the arguments %j are refused with a sentence', (words, expected) => {
  const read = readArguments(words);
  expect(read.ok ? '' : read.problem).toMatch(expected);
});
