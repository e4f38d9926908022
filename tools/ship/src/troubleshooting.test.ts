import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;
const health = readFileSync(join(root, 'docs/health.md'), 'utf8');
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');

/** Returns the words that a list on another page has in code format. */
function listed(file: string, from: RegExp, to: RegExp): readonly string[] {
  const text = readFileSync(join(root, 'docs', file), 'utf8').replaceAll('\n', ' ');
  const part = new RegExp(`${from.source}(.*?)${to.source}`).exec(text)?.[1] ?? '';
  return Array.from(part.matchAll(/`([a-z-]+)`/g), ([, word = '']) => word);
}

test('the page has lines for each problem and each kind of failure that the status names', () => {
  const problems = listed('status.md', /`problems`: the names of the problems, the worst first: /, /- `at`/);
  const kinds = listed('status.md', /Kinds of failure: /, /For a bulk that was set aside/);
  expect(problems.length).toBeGreaterThan(10);
  expect(kinds.length).toBeGreaterThan(8);
  expect([...problems, ...kinds].filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});

test('the page has lines for each rule of alerts', () => {
  const rules = readdirSync(join(root, 'libs/domain/src/alerts/rules')).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const names = rules.map((name) => name.replace('.ts', '')).filter((name) => !['index', 'rule'].includes(name));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

/** Returns the arguments of each call, as text. `name` matches the beginning of a call. */
function callsIn(text: string, name: RegExp): readonly string[] {
  return Array.from(text.matchAll(name), ({ index, 0: begin }) => {
    const from = index + begin.length;
    let open = 1;
    let to = from;
    while (open > 0 && to < text.length) {
      if ('([{'.includes(text[to] ?? '')) open += 1;
      if (')]}'.includes(text[to] ?? '')) open -= 1;
      to += 1;
    }
    return text.slice(from, to - 1);
  });
}

/** Returns the events that are logged as warnings or errors, and the calls that pass the event in a variable. */
function eventsOf(text: string): { readonly named: readonly string[]; readonly others: readonly string[] } {
  const calls = callsIn(text, /\blog\s*\.\s*(?:warn|error)\(/g);
  const named = calls.map((one) => /'([^']+)',?\s*$/.exec(one)?.[1] ?? null);
  return { named: named.filter((one) => one !== null), others: calls.filter((_, n) => named[n] === null) };
}

const isProduct = (file: string) => file.endsWith('.ts') && !/(?:\.test|-fixtures|\.d)\.ts$/.test(file);

function sources(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(isProduct);
  return files.map((file) => readFileSync(join(root, folder, file), 'utf8'));
}

test('the page has lines for each event that the log reports as a warning or an error', () => {
  const bot = sources('apps/slackbot/src').map(eventsOf);
  const named = bot.flatMap((one) => one.named);
  // Only these calls pass the event in a variable. Its values are in the code of the jobs, the counted refusals and the
  // DMS's client.
  expect(
    bot
      .flatMap((one) => one.others)
      .map((call) => call.trim())
      .toSorted(),
  ).toEqual(['fields, event', 'fields, event', '{ reason, count }, event']);
  const jobs = sources('libs/jobs/src').flatMap((text) => callsIn(text, /\blog\(/g));
  const ofJobs = jobs.flatMap((one) => /^'([^']+)'/.exec(one)?.[1] ?? []);
  const refusals = sources('apps/slackbot/src/bot').flatMap((text) => callsIn(text, /createRefusals\(/g));
  const refused = refusals.flatMap((one) => /event(?::| =) '([^']+)'/.exec(one)?.[1] ?? []);
  expect([named.length > 70, ofJobs.length, refused.length > 3]).toEqual([true, 3, true]);
  const all = new Set([...named, ...ofJobs, ...refused, 'dms.unread', 'bolt']);
  expect([...all].filter((event) => !page.includes(`\`${event}\``))).toEqual([]);
});

test('the test finds the events in code, and calls that pass the event in a variable', () => {
  const text =
    "log.warn({ reason: f(1), n: [1] }, 'made.up'); log\n.error(\nerrorFields(error),\n'other.one',\n); log.warn(x, event)";
  expect(eventsOf(text)).toEqual({ named: ['made.up', 'other.one'], others: ['x, event'] });
});

test('each alert rule of Prometheus links to its paragraph, which says what to do', () => {
  const rules = readFileSync(join(root, 'deploy/monitoring/leadbell.rules.yml'), 'utf8')
    .split(/- alert: /)
    .slice(1);
  expect(rules.length).toBeGreaterThan(18);
  const unled = rules.filter((rule) => !rule.includes("runbook_url: 'docs/health.md#alert-rules-and-dashboard'"));
  // The first sentence says what the alert means, and another sentence says what to do.
  const unhelped = rules.filter((rule) => {
    const begin = health.indexOf(`- **${rule.split('\n', 1)[0]}**: `);
    const [paragraph = ''] = begin === -1 ? [] : health.slice(begin).split(/\n(?:- |\n)/, 1);
    return !/\S\. \S.+/.test(paragraph.replaceAll(/\s+/g, ' '));
  });
  expect([...unled, ...unhelped]).toEqual([]);
});
