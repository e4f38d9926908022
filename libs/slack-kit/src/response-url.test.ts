import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { createDelivery } from './deliver.ts';
import { slackProblem } from './errors.ts';
import { createPost } from './post.ts';
import { createTransport } from './transport.ts';
import { isResponseUrl } from './response-url.ts';

describe('a response_url', () => {
  test.each([
    'https://hooks.slack.com/commands/T1/2/x',
    'https://hooks.slack.com/actions/T1/2/x',
    'https://hooks.slack-gov.com/actions/T1/2/x',
    'https://HOOKS.slack.com:443/commands/T1/2/x',
    // Browsers and `fetch` read the backslash as the beginning of the path.
    'https://hooks.slack.com\\@evil.example/x',
  ])('an address of Slack is accepted: %s', (url) => {
    expect(isResponseUrl(url, null)).toBe(true);
    expect(isResponseUrl(url, 'http://127.0.0.1:9/api/')).toBe(true);
  });

  test.each([
    '',
    'hooks.slack.com/commands',
    'http://hooks.slack.com/commands/T1/2/x',
    'https://hooks.slack.com:8443/commands/T1/2/x',
    'https://hooks.slack.com.evil.example/commands/T1/2/x',
    'https://evil.example/hooks.slack.com',
    'https://evil-hooks.slack.com/x',
    'https://slack.com/api/',
    'https://hooks.slack.com@evil.example/x',
    'https://me:pass@hooks.slack.com/x',
    'https://hooks.slack.com%2eevil.example/x',
    'https://evil.example#https://hooks.slack.com/x',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:5432/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
  ])('an address of another host is refused: %s', (url) => {
    expect(isResponseUrl(url, null)).toBe(false);
    expect(isResponseUrl(url, 'http://127.0.0.1:9/api/')).toBe(false);
  });

  test('a stand-in’s address is accepted only with its host, port and scheme', () => {
    const apiUrl = 'http://127.0.0.1:4010/api/';
    expect(isResponseUrl('http://127.0.0.1:4010/respond/1', apiUrl)).toBe(true);
    for (const url of ['https://127.0.0.1:4010/x', 'http://127.0.0.1:4011/x', 'http://localhost:4010/x'])
      expect(isResponseUrl(url, apiUrl)).toBe(false);
    expect(isResponseUrl('http://127.0.0.1:4010/respond/1', null)).toBe(false);
  });
});

const delivery = (apiUrl: string | null) =>
  createDelivery({
    client: new WebClient(),
    token: 'xoxb-not-a-token',
    apiUrl,
    post: createPost(createTransport(), 60_000),
    rest: () => '',
    sleep: () => Promise.resolve(),
  });
const message = { text: 'Sara Almithali', blocks: [] };

describe('an answer', () => {
  let came: number;
  let address: string;
  let elsewhere: ReturnType<typeof createServer>;
  beforeEach(async () => {
    came = 0;
    elsewhere = createServer((request, response) => {
      came += 1;
      request.resume();
      response.end('ok');
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  });
  afterEach(() => elsewhere.close());

  test('an answer is not sent to another host, even if the address is stored', async () => {
    const error: unknown = await delivery(null)
      .respond(address, message, { replace: false })
      .catch((found: unknown) => found);
    expect(slackProblem(error)).toMatchObject({ class: 'expired', code: 'foreign_address' });
    expect(came).toBe(0);
    expect(delivery(null).takes(address)).toBe(false);
  });

  test.each([true, false])(
    'with replace %s, an answer survives a kept connection that Slack has just closed',
    async (replace) => {
      const said: string[] = [];
      const used = new Set<Socket>();
      const slack = createServer({ keepAliveTimeout: 300_000 }, (request, response) => {
        void text(request).then((body) => {
          if (used.has(request.socket)) return request.socket.destroy();
          used.add(request.socket);
          said.push(body);
          return response.end('ok');
        });
      });
      slack.listen(0, '127.0.0.1');
      await once(slack, 'listening');
      const apiUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
      const answers = delivery(apiUrl);
      await answers.respond(apiUrl, { ...message, text: 'one' }, { replace });
      await answers.respond(apiUrl, { ...message, text: 'two' }, { replace });
      expect(said.map((body) => (JSON.parse(body) as { text: string }).text)).toEqual(['one', 'two']);
      slack.close();
    },
  );

  test('a call of the Web API carries no token to another host', async () => {
    const slack = createServer((request, response) => {
      request.resume();
      response.writeHead(307, { location: `${address}/api/chat.postMessage` }).end();
    });
    slack.listen(0, '127.0.0.1');
    await once(slack, 'listening');
    const apiUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
    const client = createClient({ apiUrl, timeoutMs: 60_000, fetch, transport: createTransport() }, undefined);
    await expect(
      client.chat.postMessage({ token: 'xoxb-not-a-token', channel: 'C1', text: 'Sara Almithali' }),
    ).rejects.toThrow(/307/);
    expect(came).toBe(0);
    slack.close();
  });

  test('an answer is not sent on to the address of a redirect', async () => {
    const slack = createServer((request, response) => {
      request.resume();
      response.writeHead(307, { location: address }).end();
    });
    slack.listen(0, '127.0.0.1');
    await once(slack, 'listening');
    const apiUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
    const error: unknown = await delivery(apiUrl)
      .respond(apiUrl, message, { replace: false })
      .catch((found: unknown) => found);
    expect(slackProblem(error)?.code).toBe('http_307');
    expect(came).toBe(0);
    slack.close();
  });
});
