import { readdirSync, readFileSync } from 'node:fs';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { createDelivery, directoryMethods, methods, slackProblem } from '@leadbell/slack-kit';
import { outboundMethods } from './outbound.ts';

const message = { text: 'Today', blocks: [] };

function deliveryOf(answer: (body: Record<string, unknown>) => Response | Promise<Response>) {
  const sent: Record<string, unknown>[] = [];
  const slept: number[] = [];
  const delivery = createDelivery({
    client: new WebClient(undefined, { retryConfig: { retries: 0 } }),
    token: 'xoxb-none',
    apiUrl: null,
    post: async (_url, { content }) => {
      const body = JSON.parse(content as string) as Record<string, unknown>;
      sent.push(body);
      const said = await answer(body);
      return { status: said.status, headers: said.headers, text: await said.text() };
    },
    rest: () => 'The rest is in /leads.',
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  });
  return { delivery, sent, slept };
}

const respond = (answer: () => Response | Promise<Response>) => {
  const made = deliveryOf(answer);
  return { ...made, sending: made.delivery.respond('https://hooks.slack.com/1', message, { replace: false }) };
};

async function problemOf(promise: Promise<unknown>) {
  return promise.then(
    () => null,
    (error: unknown) => slackProblem(error),
  );
}

describe('a response_url', () => {
  test.each([
    ['ok', new Response('ok')],
    ['{"ok":true}', new Response('{"ok":true}')],
    ['nothing', new Response('')],
  ])('a reply succeeds if Slack answers with %s', async (_, answer) => {
    expect(await problemOf(respond(() => answer).sending)).toBeNull();
  });

  test.each<[string, () => Response | Promise<Response>, object]>([
    ['an error in JSON', () => new Response('{"ok":false,"error":"used_url"}'), { class: 'expired', code: 'used_url' }],
    [
      'a bare code',
      () => new Response('invalid_blocks', { status: 400 }),
      { class: 'message', code: 'invalid_blocks' },
    ],
    ['a page', () => new Response('<html>'), { class: 'unclear', code: 'no_json' }],
    ['404', () => new Response('{}', { status: 404 }), { class: 'expired', code: 'http_404' }],
    ['500', () => new Response('<html>', { status: 500 }), { class: 'unclear', code: 'http_500' }],
  ])('a reply fails if Slack answers with %s', async (_, answer, problem) => {
    expect(await problemOf(respond(answer).sending)).toEqual(problem);
  });

  test('a rate-limited response_url is tried once more after the wait', async () => {
    const answers = [new Response('', { status: 429, headers: { 'retry-after': '3' } }), new Response('ok')];
    const { sending, slept, sent } = respond(() => answers.shift() ?? new Response('ok'));
    expect(await problemOf(sending)).toBeNull();
    expect(slept).toEqual([3_000]);
    expect(sent).toHaveLength(2);
  });

  test('a call is not repeated if Slack asks for a long wait', async () => {
    const { sending, slept } = respond(() => new Response('', { status: 429, headers: { 'retry-after': '60' } }));
    expect(await problemOf(sending)).toEqual({ class: 'retry', code: 'ratelimited', retryAfterMs: 60_000 });
    expect(slept).toEqual([]);
  });
});

describe("errors of Slack's client", () => {
  test.each<[Error, object | null]>([
    [
      new WebAPIPlatformError({ ok: false, error: 'not_in_channel', response_metadata: {} }),
      { class: 'channel', code: 'not_in_channel' },
    ],
    [
      new WebAPIPlatformError({ ok: false, error: 'invalid_auth', response_metadata: {} }),
      { class: 'workspace', code: 'invalid_auth' },
    ],
    [
      new WebAPIPlatformError({ ok: false, error: 'internal_error', response_metadata: {} }),
      { class: 'unclear', code: 'internal_error' },
    ],
    [
      new WebAPIPlatformError({ ok: false, error: 'never_heard_of', response_metadata: {} }),
      { class: 'unknown', code: 'never_heard_of' },
    ],
    [
      new WebAPIPlatformError({ ok: false, error: 'Invented Person!', response_metadata: {} }),
      { class: 'unclear', code: 'no_json' },
    ],
    [new WebAPIHTTPError(503, 'Service Unavailable', {}), { class: 'unclear', code: 'http_503' }],
    [new WebAPIRateLimitedError(4), { class: 'retry', code: 'ratelimited', retryAfterMs: 4_000 }],
    [new Error('ours'), null],
  ])('%s', (error, problem) => {
    expect(slackProblem(error)).toEqual(problem);
  });
});

test('the lists from which the scopes are derived contain every called method', () => {
  const folders = ['..', '../../../../libs/slack-kit/src'].map((path) => new URL(`${path}/`, import.meta.url));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8')),
  );
  const called = sources.flatMap((source) => {
    const dotted = [
      ...source.matchAll(
        /client\.((?:auth|chat|views|users|usergroups|conversations|files|reactions)\.\w+(?:\.\w+)*)\(/g,
      ),
    ];
    return [...dotted, ...source.matchAll(/apiCall\('([\w.]+)'/g)].map(([, method]) => method ?? '');
  });
  expect([...new Set(called)].toSorted()).toEqual(
    [...new Set([...methods, ...outboundMethods, ...directoryMethods])].toSorted(),
  );
});
