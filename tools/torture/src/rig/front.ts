/**
 * A load balancer between Slack and the replicas over HTTP: it passes each signed request
 * unchanged to one of them, skips replicas that are down, and doubles or cuts requests when a test
 * says so. Effects: opens a server.
 */
import { once } from 'node:events';
import { createServer, request as callOut, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dice } from './random.ts';

/**
 * `double`: another replica gets the request too, as if Slack retried. `cut`: a replica gets the
 * request, but Slack gets no answer and retries with another replica.
 */
export type Trick = 'double' | 'cut';

export interface Front extends AsyncDisposable {
  readonly url: string;
  /** Doubles or cuts the next request. */
  trick(kind: Trick): void;
}

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export async function startFront(ports: readonly number[], dice: Dice): Promise<Front> {
  const tricks: Trick[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => void bring({ headers: request.headers, body: Buffer.concat(parts) }, response));
  });

  async function bring(heard: Heard, response: ServerResponse): Promise<void> {
    const order = ports.toSorted(() => dice.next() - 0.5);
    const trick = tricks.shift();
    const [first = 0, second = first] = order;
    if (trick === undefined) return answerWith(response, await firstOf(order, heard));
    const again = {
      ...heard,
      headers: { ...heard.headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    };
    if (trick === 'double') {
      const both = [firstOf(order, heard), delay(dice.below(60)).then(() => firstOf([second, ...order], again))];
      return answerWith(response, (await Promise.all(both))[0] ?? null);
    }
    void firstOf([first], heard);
    await delay(dice.below(60));
    answerWith(response, await firstOf([second, ...order], again));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    trick: (kind) => void tricks.push(kind),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

function answerWith(response: ServerResponse, answered: Answered | null): void {
  response.writeHead(answered?.status ?? 502, { 'content-type': answered?.type ?? 'text/plain' });
  response.end(answered?.body);
}

/** Returns null if no replica could be reached, or if the first one that was reached did not answer. */
async function firstOf(ports: readonly number[], heard: Heard): Promise<Answered | null> {
  for (const port of ports) {
    const answered = await call(port, heard);
    if (answered !== 'unreachable') return answered;
  }
  return null;
}

function call(port: number, { headers, body }: Heard): Promise<Answered | null | 'unreachable'> {
  return new Promise((resolve) => {
    const request = callOut({ host: '127.0.0.1', port, path: '/slack/events', method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(null));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 502,
          type: response.headers['content-type'] ?? 'text/plain',
          body: Buffer.concat(parts),
        }),
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'unreachable' : null),
    );
    request.end(body);
  });
}
