/** Shared by the client's tests: reads all parts of an answer and counts them as a caller would. */
import {
  type Bulk,
  type DmsHabits,
  emptyHabits,
  type Instant,
  type Lead,
  wholeLead,
  type Window,
} from '@leadbell/domain';
import { createLeadsApi } from './create-leads-api.ts';
import type { LeadsApiConfig, LeadsApiEffects, LeadsApiEvent } from './config.ts';
import type { ContractProblem, CountedPart, LeadsClient } from './leads-api.ts';

export const midnight = Date.parse('2025-08-24T21:00:00.000Z');
export const day = 86_400_000;

export function windowOf(from: number, to: number): Window {
  return { from: from as Instant, to: to as Instant };
}

export interface Read {
  leads: Lead[];
  bulks: Bulk[];
  problems: ContractProblem[];
  dropped: string[];
  incomplete: Extract<CountedPart, { type: 'maybe-incomplete' }>[];
  /** The HTTP statuses of empty answers. */
  nothing: number[];
}

export async function readAll(parts: AsyncIterable<CountedPart>): Promise<Read> {
  const read: Read = { leads: [], bulks: [], problems: [], dropped: [], incomplete: [], nothing: [] };
  const open = new Map<number, Lead[]>();
  for await (const part of parts) {
    if (part.type === 'leads') open.set(part.bulk, [...(open.get(part.bulk) ?? []), ...part.leads.map(wholeLead)]);
    if (part.type === 'problem')
      for (let count = part.count ?? 1; count > 0; count -= 1) read.problems.push(part.problem);
    if (part.type === 'maybe-incomplete') read.incomplete.push(part);
    if (part.type === 'nothing') read.nothing.push(part.status);
    if (part.type === 'dropped') {
      read.dropped.push(part.reason);
      open.delete(part.bulk);
    }
    if (part.type === 'bulk') {
      read.bulks.push(part.info);
      read.leads.push(...(open.get(part.bulk) ?? []));
      open.delete(part.bulk);
    }
  }
  if (open.size > 0) throw new Error(`${open.size} bulks were neither finished nor dropped`);
  return read;
}

/** With these habits the client takes each answer for complete, and does not request its period again in two halves. */
const trusted: DmsHabits = {
  ...emptyHabits,
  cap: {
    ...emptyHabits.cap,
    mostBulks: 1e9,
    mostLeads: 1e9,
    mostAt: 9e15 as Instant,
    checkedAt: 9e15 as Instant,
    checkedBulks: 1e9,
    checkedLeads: 1e9,
  },
};

export interface TestClient {
  readonly api: LeadsClient;
  readonly events: LeadsApiEvent[];
  /** The waits that the client asked for, in milliseconds; the tests skip them. */
  readonly waits: number[];
}

export function client(
  baseUrl: string,
  config: Partial<LeadsApiConfig> = {},
  effects: Partial<LeadsApiEffects> = {},
): TestClient {
  const events: LeadsApiEvent[] = [];
  const waits: number[] = [];
  const api = createLeadsApi(
    { baseUrl, auth: { kind: 'none' }, habits: trusted, ...config },
    {
      now: Date.now,
      random: () => 1,
      fetch,
      log: (event) => events.push(event),
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
      ...effects,
    },
  );
  return { api, events, waits };
}
