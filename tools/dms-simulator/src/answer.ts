/** Answers queries about the simulated world, and gives the correct totals for tests. Pure. */
import { type BulkPlan, bulksOfDay, dayOf, isCorrected, stateOf, type World } from './bulks.ts';
import { catalogue } from './catalogue.ts';
import { leadAt, type WireLead } from './leads.ts';

export interface Selection {
  readonly from: number;
  readonly to: number;
  /** Whether a bulk that was created exactly at `to` is included. */
  readonly toIncluded: boolean;
  readonly source?: number;
  readonly subSource?: number;
  readonly leadId?: number;
}

export interface History {
  /** When the history begins. */
  readonly from: number;
  readonly now: number;
}

/** Yields the bulks of a range that exist at `now`, by time. */
export function* bulksIn(world: World, { from, to, toIncluded }: Selection, history: History): Generator<BulkPlan> {
  const last = Math.min(to, history.now);
  for (let day = dayOf(world, Math.max(from, history.from)); day <= dayOf(world, last); day += 1) {
    for (const bulk of bulksOfDay(world, day)) {
      const { createdAt } = bulk;
      const isIn = createdAt >= from && (createdAt < to || (toIncluded && createdAt === to));
      if (isIn && createdAt >= history.from && createdAt <= history.now) yield bulk;
    }
  }
}

export function bulkById(world: World, id: number, history: History): BulkPlan | undefined {
  const all = [...world.planted, ...bulksOfDay(world, Math.floor(id / 10_000))];
  const bulk = all.find((candidate) => candidate.id === id);
  return bulk && bulk.createdAt >= history.from && bulk.createdAt <= history.now ? bulk : undefined;
}

export function* leadsOf(
  world: World,
  bulk: BulkPlan,
  now: number,
  only: Pick<Selection, 'source' | 'subSource' | 'leadId'> = {},
): Generator<WireLead> {
  const { processed } = stateOf(bulk, now);
  for (let place = 0; place < bulk.size; place += 1) {
    const lead = leadAt(world, bulk, place, place < processed, isCorrected(world, bulk, place, now));
    if (only.source !== undefined && catalogue.sources[lead.source] !== only.source) continue;
    if (only.subSource !== undefined && catalogue.subSources[lead.subSource] !== only.subSource) continue;
    if (only.leadId !== undefined && lead.leadId !== only.leadId) continue;
    yield lead;
  }
}

/** The totals of a correct answer for a range. The keys of its maps are the DMS's names. */
export interface Truth {
  bulks: number;
  total: number;
  errored: number;
  created: number;
  pending: number;
  testDrives: number;
  bySource: Record<string, number>;
  byBrand: Record<string, number>;
  byPriority: Record<string, number>;
}

export function truthOf(world: World, selection: Selection, history: History): Truth {
  const truth: Truth = {
    bulks: 0,
    total: 0,
    errored: 0,
    created: 0,
    pending: 0,
    testDrives: 0,
    bySource: {},
    byBrand: {},
    byPriority: {},
  };
  for (const bulk of bulksIn(world, selection, history)) {
    truth.bulks += 1;
    for (const lead of leadsOf(world, bulk, history.now, selection)) {
      truth.total += 1;
      truth[lead.isError === 1 ? 'errored' : lead.leadId > 0 ? 'created' : 'pending'] += 1;
      if (lead.testDriveRequired) truth.testDrives += 1;
      count(truth.bySource, lead.source);
      count(truth.byBrand, lead.brand);
      count(truth.byPriority, lead.priority);
    }
  }
  return truth;
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
