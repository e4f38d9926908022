/**
 * For tests: a store with a movable clock, and a DMS with scripted answers. `setUpDms` gives each
 * test an empty store and a new server.
 */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instant } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { keepStore, type KeptStore, startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

export const minute = 60_000;
export const hour = 60 * minute;

let url: string;
/** The store, in which the connection `dms` exists. */
export let store: Store;
export let dmsUrl: string;
/** By default tests begin at 15:00 in Riyadh, when the business is open. */
let begin = Date.parse('2025-08-25T12:00:00.000Z');
let databases: TestDatabases;
let kept: KeptStore;
let server: Server;
let respond: RequestListener;
let offsetMs: number;

/** Registers hooks that run before and after each test of the calling file. */
export function setUpDms(): void {
  beforeAll(async () => {
    databases = await startTestDatabases();
    kept = keepStore(databases);
  });
  afterAll(async () => {
    await kept.close();
    await databases.close();
  });
  beforeEach(async () => {
    ({ url, store } = await kept.renew(url));
    offsetMs = 0;
    await moveBy(begin - now());
    await store.connections.ensure('dms');
    server = createServer((request, response) => respond(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    dmsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
}

/** Sets the time at which all tests of the file begin. */
export function beginAt(iso: string): void {
  begin = Date.parse(iso);
}

export function dmsAnswers(listener: RequestListener): void {
  respond = listener;
}

export const query = (text: string) => databases.query(url, text);
export const now = () => (Date.now() + offsetMs) as Instant;

export async function moveBy(ms: number): Promise<void> {
  offsetMs += Math.round(ms);
  await store.setClockOffset(offsetMs);
}
