import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { startSlackSandbox, type SandboxOptions, type SlackSandbox } from '../index.ts';
import { quiet } from '../test-app.ts';
import { signature } from './signed-http.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}

async function start(options: SandboxOptions): Promise<SlackSandbox> {
  const sandbox = await startSlackSandbox({ ackTimeoutMs: 60_000, ...options });
  stops.push(sandbox.close);
  return sandbox;
}

/** Starts Bolt's own receiver behind a server of ours, so that the port is known before the sandbox starts. */
async function boltOverHttp(options: SandboxOptions = {}): Promise<{ sandbox: SlackSandbox; app: App }> {
  const handlers: ((request: IncomingMessage, response: Parameters<HTTPReceiver['requestListener']>[1]) => void)[] = [];
  const url = await listen(createServer((request, response) => handlers[0]?.(request, response)));
  const sandbox = await start({ deliverTo: url, ...options });
  const receiver = new HTTPReceiver({
    signingSecret: 'sandbox-not-a-real-signing-secret',
    logger: quiet,
    endpoints: '/slack/events',
  });
  handlers.push((request, response) => receiver.requestListener(request, response));
  const app = new App({
    token: sandbox.botToken,
    receiver,
    logger: quiet,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  return { sandbox, app };
}

const plain = (text: string): { type: 'plain_text'; text: string } => ({ type: 'plain_text', text });

test("Bolt's HTTP receiver accepts signed commands, actions, submissions and events", async () => {
  const { sandbox, app } = await boltOverHttp();
  const { control } = sandbox;
  app.command('/leads', async ({ ack, client, body }) => {
    await ack({ text: 'In the answer', response_type: 'in_channel' });
    await client.views.open({
      trigger_id: body.trigger_id,
      view: { type: 'modal', callback_id: 'm', title: plain('x'), submit: plain('y'), blocks: [{ type: 'divider' }] },
    });
  });
  app.view('m', async ({ ack }) => ack({ response_action: 'clear' }));
  const heard = Promise.withResolvers<string>();
  app.message('hello', ({ message }) => Promise.resolve(heard.resolve(message.channel)));
  expect(await sandbox.verifyEventsUrl()).toBe(true);
  expect(await control.say('noura', 'sales', '/leads today')).toBeNull();
  expect(control.messages('sales')).toMatchObject([{ text: 'In the answer' }]);
  const view = await control.waitFor(() => control.views('noura')[0]);
  expect(await control.submitView('noura', view)).toEqual({ ok: true });
  expect(control.views('noura')).toEqual([]);
  await control.say('noura', 'sales', 'hello');
  expect(await heard.promise).toBe('C0SALES');
  expect(sandbox.traffic.entries().some((entry) => entry.name === 'events_api' && entry.via === 'http')).toBe(true);
});

test('Bolt refuses requests that are signed with a wrong secret, and the person sees an error', async () => {
  const { sandbox } = await boltOverHttp({ signingSecret: 'another' });
  const notice = sandbox.control.nextNotice('noura');
  expect(await sandbox.control.say('noura', 'sales', '/leads')).toBe('dispatch_failed');
  expect(await notice).toContain('dispatch_failed');
});

test('a retry of an event carries its number and its reason, and an app can forbid retries', async () => {
  const seen: { retry: string | undefined; reason: string | undefined; id: string }[] = [];
  const third = Promise.withResolvers<void>();
  const url = await listen(
    createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        const signed = request.headers['x-slack-signature'];
        const timestamp = Number(request.headers['x-slack-request-timestamp']);
        if (signed !== signature('s3cret', timestamp, body)) third.reject(new Error('wrong signature'));
        const header = (name: string): string | undefined => request.headers[name]?.toString();
        const { event_id: id } = JSON.parse(body) as { event_id: string };
        seen.push({ retry: header('x-slack-retry-num'), reason: header('x-slack-retry-reason'), id });
        if (seen.length === 3) {
          response.setHeader('x-slack-no-retry', '1');
          third.resolve();
        }
        response.writeHead(500).end();
      });
    }),
  );
  const sandbox = await start({ deliverTo: url, signingSecret: 's3cret', eventRetryMs: [0, 0, 0, 0] });
  await sandbox.control.say('noura', 'sales', 'hello');
  await third.promise;
  expect(seen.map(({ retry, reason }) => [retry, reason])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ]);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
});
