/** Tests, with real servers, that neither the sign-in nor the question is sent to the address of a redirect. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { DmsAuth } from './config.ts';
import { client, day, midnight, readAll, windowOf } from './fixtures.ts';

const today = { kind: 'window', window: windowOf(midnight, midnight + day) } as const;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

/** Starts a server; returns its address and the requests that it received. */
async function serve(status: number, headers: Record<string, string>) {
  const came: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    came.push(request);
    request.resume();
    response.writeHead(status, headers).end('[]');
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, came };
}

const statuses = [301, 302, 303, 307, 308];

test.each(statuses)(
  'a redirect of the DMS (%i) is an error that names the status, and nothing is sent to the target',
  async (status) => {
    const elsewhere = await serve(200, { 'content-type': 'application/json' });
    const dms = await serve(status, { location: `${elsewhere.address}/v1/leads/bulks` });
    for (const auth of [
      { kind: 'bearer', token: 'hush' },
      { kind: 'header', header: 'X-Api-Key', token: 'hush' },
      { kind: 'basic', user: 'me', password: 'hush' },
    ] satisfies DmsAuth[]) {
      await expect(readAll(client(dms.address, { auth }, { fetch }).api.read(today))).rejects.toMatchObject({
        kind: 'bad-request',
        message: `the DMS answered ${status}, a redirect, which is not followed: set DMS_BASE_URL to the address that it leads to`,
      });
    }
    expect(dms.came).toHaveLength(3);
    expect(elsewhere.came).toEqual([]);
  },
);

test.each(statuses)(
  'an answer %i of the token endpoint is a failed sign-in, and nothing is sent to the target of the redirect',
  async (status) => {
    const elsewhere = await serve(200, { 'content-type': 'application/json' });
    const tokens = await serve(status, { location: elsewhere.address });
    const dms = await serve(200, { 'content-type': 'application/json' });
    const auth: DmsAuth = { kind: 'oauth2', tokenUrl: tokens.address, clientId: 'me', clientSecret: 'hush' };
    await expect(readAll(client(dms.address, { auth }, { fetch }).api.read(today))).rejects.toMatchObject({
      kind: 'unauthorized',
      message: `the token endpoint answered ${status}, a redirect, which is not followed: set DMS_TOKEN_URL to the address that it leads to`,
    });
    expect(elsewhere.came).toEqual([]);
    expect(dms.came).toEqual([]);
  },
);
