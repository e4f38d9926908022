import { namesInEnvironment } from '@leadbell/settings/names';
import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';
import { scenarios } from './scenarios.ts';

test('without arguments the sandbox starts in its normal state', async () => {
  expect(await readArguments([])).toEqual({
    ok: true,
    wanted: { scenario: null, isWatching: false, inspect: null, settings: {} },
  });
});

test.each(scenarios.map(({ name }) => name))('the scenario %s is found by its name', async (name) => {
  expect(await readArguments(['--scenario', name])).toMatchObject({ ok: true, wanted: { scenario: { name } } });
});

test('the settings, the port of a debugger and the watch mode are read', async () => {
  const words = ['--watch', '--inspect', '--set', 'LANGUAGE=ar', '--set', 'TIME_ZONE=Europe/Berlin'];
  expect(await readArguments(words)).toMatchObject({
    wanted: { isWatching: true, inspect: 9229, settings: { LANGUAGE: 'ar', TIME_ZONE: 'Europe/Berlin' } },
  });
  expect(await readArguments(['--inspect=9300'])).toMatchObject({ wanted: { inspect: 9300 } });
});

test('every setting is accepted, also the one for the file of a secret', async () => {
  const words = namesInEnvironment.flatMap((name) => ['--set', `${name}=x`]);
  const settings = Object.fromEntries(namesInEnvironment.map((name) => [name, 'x']));
  expect(await readArguments(words)).toMatchObject({ ok: true, wanted: { settings } });
  expect(namesInEnvironment).toEqual(expect.arrayContaining(['LANGUAGE', 'DMS_TOKEN_FILE']));
});

test('an unknown scenario is answered with a sentence and the list of scenarios', async () => {
  const read = await readArguments(['--scenario', 'buzy-day']);
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
  [['--set', 'NOPE=1'], /^There is no setting NOPE\. See docs\/settings\.md\.$/],
  [['--set', 'LANGUAGE=ar', '--set', 'LANGUGE=ar'], /^There is no setting LANGUGE\. Did you mean LANGUAGE\?$/],
  [['--set', 'POLL_SECOND=5'], /^There is no setting POLL_SECOND\. Did you mean POLL_SECONDS\?$/],
])('the arguments %j are refused with a sentence', async (words, expected) => {
  const read = await readArguments(words);
  expect(read.ok ? '' : read.problem).toMatch(expected);
});
