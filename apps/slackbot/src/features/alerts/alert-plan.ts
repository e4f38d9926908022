/**
 * Collects the decisions about a connection's alerts while they are made: the alerts and summaries
 * that change, and drafts of the messages about them. Effects: reads the store, in the given
 * transaction. Errors: those of the store.
 */
import { fingerprintsOf, type Instant } from '@leadbell/domain';
import type { StoredAlert, StoredSummary } from '@leadbell/store';
import type { Draft, Place } from './draft.ts';
import type { Changed, PlanBasis, Planned } from './planned.ts';
import { createDays, type Days } from './planned-days.ts';
import type { Reading, Subscriber } from './subscriber.ts';

/** The decisions so far. Alerts, summaries and places are returned as they will be once the decisions are written. */
export interface AlertPlan {
  readonly reading: Reading;
  readonly basis: PlanBasis;
  readonly subscribers: readonly Subscriber[];
  readonly days: Days;
  /** `change`: null if the alert has not changed. */
  readonly put: (alert: StoredAlert, change: 'add' | 'save' | null) => void;
  /** Returns the alerts with these ids; ids that do not exist are left out. */
  readonly alertsOf: (ids: readonly number[]) => Promise<readonly StoredAlert[]>;
  readonly putSummary: (summary: StoredSummary, change: 'add' | 'save') => void;
  readonly findSummary: (id: number, workspace: string) => Promise<StoredSummary | null>;
  /** Returns null if there is no such message. */
  readonly placeOf: (workspace: string, key: string) => Promise<Place | null>;
  /** The earliest time at which the DMS may have shown the causes of these firing alerts; null if it is not known. */
  readonly visibleFrom: (alerts: readonly StoredAlert[]) => Promise<Instant | null>;
  readonly draft: (draft: Draft, place?: Place) => void;
  readonly finish: () => Promise<Planned>;
}

export function createAlertPlan(reading: Reading, basis: PlanBasis, subscribers: readonly Subscriber[]): AlertPlan {
  const { store, tx, connection } = reading;
  const alerts = createChanges<StoredAlert>();
  const summaries = createChanges<StoredSummary>();
  const places = createPlaces(reading);
  const drafts: Draft[] = [];
  const plan: AlertPlan = {
    reading,
    basis,
    subscribers,
    days: createDays(reading, {
      placeOf: (workspace, key) => plan.placeOf(workspace, key),
      draft: (draft) => plan.draft(draft),
      alertsOf: (ids) => plan.alertsOf(ids),
      findSummary: (id, workspace) => plan.findSummary(id, workspace),
    }),
    put: alerts.put,
    putSummary: summaries.put,

    async alertsOf(ids) {
      const unknown = ids.filter((id) => alerts.find(id) === undefined);
      for (const alert of unknown.length === 0 ? [] : await store.alerts.ofIds(tx, unknown)) alerts.put(alert, null);
      return [...new Set(ids)].toSorted((a, b) => a - b).flatMap((id) => alerts.find(id) ?? []);
    },

    async findSummary(id, workspace) {
      return summaries.find(id) ?? (await store.summaries.find(tx, id, workspace));
    },

    placeOf: places.find,

    visibleFrom: (fired) => visibleFrom(reading, fired),

    draft(draft, place) {
      if (place !== undefined) places.put(draft.message, place);
      drafts.push(draft);
    },

    async finish() {
      for (const draft of await plan.days.count()) drafts.push(draft);
      const fingerprints = alerts.all().flatMap(({ state }) => fingerprintsOf(state));
      return {
        connection,
        basis,
        subscribers,
        alerts: alerts.changed(),
        summaries: summaries.changed(),
        drafts,
        errorTexts:
          drafts.length === 0 ? new Map() : await store.alerts.errorTexts(tx, connection, [...new Set(fingerprints)]),
      };
    },
  };
  return plan;
}

async function visibleFrom({ store, tx }: Reading, fired: readonly StoredAlert[]): Promise<Instant | null> {
  const times: Instant[] = [];
  for (const { state } of fired) {
    const bulks = Object.keys(state.members).map(Number);
    const from = await store.alerts.visibleFrom(
      tx,
      bulks.filter((id) => id > 0),
      state.startedAt,
    );
    if (from !== null) times.push(from);
  }
  return times.length === 0 ? null : (Math.min(...times) as Instant);
}

/** Remembers where each message is. A place is read from the store only once; a draft can replace it. */
function createPlaces({ store, tx }: Reading) {
  const places = new Map<string, Place | null>();
  return {
    put: ({ workspace, key }: Draft['message'], place: Place): void => {
      places.set(`${workspace} ${key}`, place);
    },
    find: async (workspace: string, key: string): Promise<Place | null> => {
      const name = `${workspace} ${key}`;
      const known = places.get(name);
      if (known !== undefined) return known;
      const place = await store.outbox.place(tx, workspace, key);
      places.set(name, place);
      return place;
    },
  };
}

function createChanges<T extends { readonly id: number }>() {
  const known = new Map<number, T>();
  const kinds = new Map<number, 'add' | 'save'>();
  const of = (kind: 'add' | 'save'): readonly T[] =>
    [...kinds].flatMap(([id, one]) => (one === kind ? (known.get(id) ?? []) : []));
  return {
    put: (one: T, change: 'add' | 'save' | null): void => {
      known.set(one.id, one);
      if (change !== null && kinds.get(one.id) !== 'add') kinds.set(one.id, change);
    },
    find: (id: number) => known.get(id),
    all: () => [...known.values()],
    changed: (): Changed<T> => ({ add: of('add'), save: of('save') }),
  };
}
