import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

/** Starts a proxy that records each request, and answers plain HTTP requests itself. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.end('{"ok":true}'));
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.on('error', () => {}).end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Makes one call in each of our two ways, in a process with this environment. */
async function call(env: Readonly<Record<string, string>>, ...urls: readonly string[]): Promise<string> {
  const program = `
    const { createTransport, createPost } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    const send = createTransport();
    const request = { headers: {}, body: '', timeoutMs: 60_000 };
    for (const url of ${JSON.stringify(urls)}) {
      await send(url + 'call', request).then((answer) => answer.text()).then(console.log, () => {});
      await createPost(send, 60_000)(url + 'post', { content: '' }).then((answer) => console.log(answer.text), () => {});
    }
    process.exit();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(err).toBe('');
  return out;
}

test.each([{ NODE_USE_ENV_PROXY: '1' }, { NODE_OPTIONS: '--use-env-proxy' }])(
  "with %j, calls and posts to Slack go through the environment's proxy, over HTTP and HTTPS",
  async (on) => {
    await using proxy = await startProxy();
    const out = await call(
      { ...on, HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url },
      'http://slack.invalid/',
      'https://slack.invalid/',
    );
    expect(out).toBe('{"ok":true}\n{"ok":true}\n');
    expect(proxy.asked).toEqual([
      'POST http://slack.invalid/call',
      'POST http://slack.invalid/post',
      'CONNECT slack.invalid:443',
      'CONNECT slack.invalid:443',
    ]);
  },
);

test('a proxy is used only if it was switched on, and never for an address that is excepted', async () => {
  await using proxy = await startProxy();
  await using slack = await startProxy();
  await call({ HTTP_PROXY: proxy.url }, `${slack.url}/`);
  await call({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }, `${slack.url}/`);
  expect(proxy.asked).toEqual([]);
  expect(slack.asked).toEqual(['POST /call', 'POST /post', 'POST /call', 'POST /post']);
});
