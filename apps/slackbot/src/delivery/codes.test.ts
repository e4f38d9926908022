import { readFileSync } from 'node:fs';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { caseRows } from '@leadbell/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  classOf,
  codesByClass,
  createClient,
  createTransport,
  directoryMethods,
  libraryMethods,
  methods,
  ownCodes,
  slackProblem,
} from '@leadbell/slack-kit';
import { outboundMethods } from './outbound.ts';

interface Documented {
  readonly all: readonly string[];
  readonly methods: Readonly<Record<string, readonly string[]>>;
}

const documented = JSON.parse(
  readFileSync(new URL('../../../../libs/testing/cases/slack-codes.json', import.meta.url), 'utf8'),
) as Documented;

const used = [...new Set([...methods, ...outboundMethods, ...directoryMethods, ...libraryMethods])].toSorted();
const codesOf = (method: string) => [...documented.all, ...(documented.methods[method] ?? [])];
const classed = Object.values(codesByClass).flat();

/** The codes in the rows of `slack-answers.md`. Slack has sent these codes, even if no method's page lists them. */
const seen = caseRows('slack-answers.md').flatMap(({ cells }) =>
  [...(cells[0] ?? '').matchAll(/`([a-z]\w+)`/g)].map(([, code]) => code ?? ''),
);

/** Codes that Slack does not document on a method's page, each with the page that does. */
const elsewhere: Readonly<Record<string, string>> = {
  used_url: 'response URLs',
  expired_url: 'response URLs',
  invalid_payload: 'incoming webhooks and response URLs',
  trigger_expired: 'views.open, an older name',
  msg_blocks_too_long: 'chat.postMessage',
  invalid_arguments: 'every method that takes a view or blocks',
  missing_argument: 'every method with a required argument',
};

describe('the classes of Slack’s error codes', () => {
  test.each(used)('each documented code of %s has a class', (method) => {
    expect(documented.methods, `no codes are known of ${method}`).toHaveProperty([method]);
    expect(codesOf(method).filter((code) => !classed.includes(code))).toEqual([]);
  });

  test('every code with a class is documented or observed', () => {
    const known = new Set([...used.flatMap(codesOf), ...seen, ...Object.keys(elsewhere), ...ownCodes]);
    expect(classed.filter((code) => !known.has(code))).toEqual([]);
  });

  test('every code is in one class', () => {
    expect(classed.filter((code, index) => classed.indexOf(code) !== index)).toEqual([]);
  });
});

const unclear = (code: string) => ({ class: 'unclear', code });
const post = 'chat.postMessage';

describe('errors as Slack’s client reports them', () => {
  let slack: SlackSandbox;
  beforeAll(async () => {
    slack = await startSlackSandbox({ limits: false });
  });
  afterAll(() => slack.close());

  const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
  const call = async (method: string, timeoutMs = 5_000) => {
    const client = createClient(
      { apiUrl: slack.apiUrl, timeoutMs, fetch, transport: createTransport() },
      quiet as never,
    );
    const token = method === 'apps.connections.open' ? slack.appToken : slack.botToken;
    return client.apiCall(method, { token, channel: 'C0SALES', text: 'hello' }).then(
      () => null,
      (error: unknown) => slackProblem(error),
    );
  };

  test.each(used)('every documented code of %s is reported with its class', async (method) => {
    const wrong: string[] = [];
    for (const code of codesOf(method)) {
      slack.faults.add({ kind: `error:${code}`, method });
      const problem = await call(method);
      if (problem?.code !== code || problem.class !== classOf(code)) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['a page with 200', { kind: 'html' }, unclear('no_json')],
    ['an empty body', { kind: 'empty' }, unclear('no_json')],
    ['half of the JSON', { kind: 'cut-json' }, unclear('no_json')],
    ['a redirect', { kind: 'redirect' }, unclear('http_302')],
    ['403 of a proxy', { kind: 'forbidden' }, unclear('http_403')],
    ['500', { kind: 'error-500' }, unclear('http_500')],
    ['a cut connection', { kind: 'cut' }, unclear('no_answer')],
    ['an invalid code', { kind: 'error:no such <code>' }, { class: 'unknown', code: 'unreadable_code' }],
    ['a code of the future', { kind: 'error:platform_hiccup' }, { class: 'unknown', code: 'platform_hiccup' }],
    ['429, 3 s', { kind: 'ratelimited', retryAfterS: 3 }, { code: 'ratelimited', retryAfterMs: 3_000 }],
    ['429, no header', { kind: 'ratelimited', retryAfter: null }, { code: 'ratelimited', retryAfterMs: 1_100 }],
    ['429, words', { kind: 'ratelimited', retryAfter: 'soon' }, { code: 'ratelimited', retryAfterMs: 1_100 }],
    ['429, a day', { kind: 'ratelimited', retryAfterS: 86_400 }, { code: 'ratelimited', retryAfterMs: 86_400_000 }],
    ['ratelimited with 200', { kind: 'error:ratelimited' }, { class: 'retry', retryAfterMs: 1_100 }],
  ] as const)('%s', async (_, fault, problem) => {
    slack.faults.add({ ...fault, method: post });
    expect(await call(post)).toMatchObject(problem);
  });

  test('429 with a date is reported with the wait until then', async () => {
    const before = Date.now();
    const retryAfter = new Date(before + 600_000).toUTCString();
    slack.faults.add({ kind: 'ratelimited', retryAfter, method: post });
    const { retryAfterMs = 0 } = (await call(post)) ?? {};
    const tookMs = Date.now() - before;
    expect(retryAfterMs).toBeGreaterThan(597_000 - tookMs);
    expect(retryAfterMs).toBeLessThanOrEqual(601_000);
  });

  test('an answer after the timeout leaves the outcome unclear', async () => {
    slack.faults.add({ kind: 'delay', delayMs: 500, method: post });
    expect(await call(post, 100)).toEqual(unclear('no_answer'));
  });

  test.each(['null', '[]', '{}', '42', '"ok"', '{"ok":"true"}'])(
    'an answer that is %s leaves the outcome unclear',
    async (body) => {
      const client = createClient(
        { apiUrl: slack.apiUrl, timeoutMs: 60_000, fetch, transport: createTransport() },
        quiet as never,
      );
      slack.faults.add({ kind: 'json', body, method: post });
      const problem = await client.chat.postMessage({ token: slack.botToken, channel: 'C0SALES', text: 'hello' }).then(
        () => null,
        (error: unknown) => slackProblem(error),
      );
      expect(problem).toEqual(unclear('no_json'));
    },
  );

  test.each(['{"ok":false}', '{"ok":false,"error":7}', '{"ok":false,"error":null}'])('%s', async (body) => {
    slack.faults.add({ kind: 'json', body, method: post });
    expect(await call(post)).toEqual({ class: 'unknown', code: 'no_code' });
  });

  test('the error names the refused blocks', async () => {
    const detail = '[ERROR] unsupported type: chart [json-pointer:/blocks/3/type]';
    slack.faults.add({ kind: 'error:invalid_blocks', detail, method: post });
    expect(await call(post)).toEqual({ class: 'message', code: 'invalid_blocks', blocks: [3] });
  });
});
