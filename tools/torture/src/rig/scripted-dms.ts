/** A DMS that has exactly the bulks of a scenario, and records the time of each request. Effects: opens a server. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedLead {
  /** The external id. */
  readonly reference: number;
  readonly brand: string;
  /** The error in the DMS's words; null if there is none. */
  error: string | null;
}

export interface ScriptedBulk {
  readonly id: number;
  /** In epoch milliseconds. */
  readonly createdAt: number;
  readonly leads: ScriptedLead[];
}

export interface ScriptedDms extends AsyncDisposable {
  readonly url: string;
  readonly bulks: ScriptedBulk[];
  /** The time of each request, by the machine's clock. */
  readonly askedAt: readonly number[];
  /** While true, requests are answered with 503. */
  isDown: boolean;
}

export async function startScriptedDms(): Promise<ScriptedDms> {
  const bulks: ScriptedBulk[] = [];
  const askedAt: number[] = [];
  const state = { isDown: false };
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://dms');
    askedAt.push(Date.now());
    const [from = 0, to = 0] = ['fromDate', 'toDate'].map((name) => Date.parse(searchParams.get(name) ?? ''));
    const found = bulks.filter(({ createdAt }) => createdAt >= from && createdAt <= to);
    response.writeHead(state.isDown ? 503 : 200, { 'content-type': 'application/json' });
    response.end(state.isDown ? '{"error":"down"}' : JSON.stringify(found.map(wireOf)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bulks,
    askedAt,
    get isDown() {
      return state.isDown;
    },
    set isDown(value) {
      state.isDown = value;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function wireOf({ id, createdAt, leads }: ScriptedBulk): object {
  return {
    id,
    createdDate: new Date(createdAt).toISOString(),
    createdBy: 1,
    isProcessed: 2,
    totalRecords: leads.length,
    errorRecords: leads.filter(({ error }) => error !== null).length,
    leads: leads.map(({ reference, brand, error }) => ({
      leadExternalId: reference,
      leadId: error === null ? reference : 0,
      isError: error === null ? 0 : 1,
      errorList: error === null ? null : [{ errorCode: null, fieldName: null, errorMessage: error }],
      firstName: 'Papa',
      lastName: 'Testali',
      phoneCode: '00966',
      phoneNumber: `5000${String(reference).padStart(5, '0')}`,
      email: `papa${reference}@example.com`,
      brand,
      branch: 'Riyadh North',
      source: 'Website',
      subSource: 'Form',
      leadDate: new Date(createdAt).toISOString().slice(0, 10),
      priority: 'Hot',
      vehicles: [],
    })),
  };
}
