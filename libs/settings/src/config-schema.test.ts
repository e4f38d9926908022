import { readFileSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { describe, expect, test } from 'vitest';
import { catalogueSchema } from './config-schema.ts';
import { problemsOf, socket } from './settings-fixtures.ts';

const file = new URL('../../../apps/slackbot/leadbell.config.schema.json', import.meta.url);

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: unknown;
}

/** Returns each key, with the keys above it. */
function keysOf(node: Node, before = ''): readonly string[] {
  const inside = Object.entries(node.properties ?? {}).flatMap(([key, one]) => [
    `${before}${key}`,
    ...keysOf(one, `${before}${key}.`),
  ]);
  return node.items === undefined ? inside : [...inside, ...keysOf(node.items, before)];
}

test('the JSON Schema for editors is made from the schema and has each key', () => {
  // JSON Schema can't express conditions that are code; Leadbell checks them when it starts.
  const made = toJsonSchema(catalogueSchema, { errorMode: 'ignore', typeMode: 'input', target: 'draft-07' });
  const right = `${JSON.stringify({ ...made, title: 'leadbell.config.json' }, null, 2)}\n`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(file, right);
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Node;
  expect(stored).toEqual(JSON.parse(right));
  expect(stored.additionalProperties).toBe(false);
  expect(keysOf(stored).length).toBeGreaterThan(50);
});

test('the docs describe each key of the settings file', () => {
  const pages = ['settings', 'alerts', 'access', 'subscriptions'].map((page) =>
    readFileSync(new URL(`../../../docs/${page}.md`, import.meta.url), 'utf8'),
  );
  const names = new Set(
    keysOf(JSON.parse(readFileSync(file, 'utf8')) as Node)
      .flatMap((key) => key.split('.').at(-1) ?? [])
      .filter((name) => name !== '$schema'),
  );
  const all = pages.join(' ');
  expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(all))).toEqual([]);
});

describe('an unknown key is refused, with the nearest known one', () => {
  test.each([
    [{ calender: {} }, 'no calender', 'did you mean calendar?'],
    [{ alerts: { stalledMinute: 5 } }, 'no alerts.stalledMinute', 'did you mean stalledMinutes?'],
    [{ calendar: { holiday: [] } }, 'no calendar.holiday', 'did you mean holidays?'],
    [{ access: { roles: [{ role: 'admin', user: ['U0AMAL'] }] } }, 'no access.roles.0.user', 'did you mean users?'],
    [{ retention: { mesages: 7 } }, 'no retention.mesages', 'did you mean messages?'],
    [{ zzz: 1 }, 'no zzz', expect.stringContaining('an object with "sources"')],
  ])('%j is refused', (config, expected, hint) => {
    const problems = problemsOf(socket, { dotEnv: {}, catalogue: JSON.stringify(config) });
    expect(problems).toContainEqual({ name: 'leadbell.config.json', expected, hint });
  });
});
