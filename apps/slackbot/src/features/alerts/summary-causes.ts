/** Reads the alerts of a summary, for its list. Effects: reads the store. Errors: those of the store. */
import { type AlertSettings, fingerprintsOf, type Instant, isSilenced, wordsOfError } from '@leadbell/domain';
import type { Silence, StoredAlert } from '@leadbell/store';
import type { Causes } from './causes-view.ts';
import { type Reading, subscribersOf } from './subscriber.ts';
import { summaryViewOf } from './summary-messages.ts';
import { type ErrorTexts, toldMembers } from './title.ts';

export interface SummaryCauses {
  readonly causes: Causes;
  readonly errorTexts: ErrorTexts;
}

interface CausesOptions {
  readonly workspace: string;
  readonly at: Instant;
  readonly settings: AlertSettings;
}

/** Returns null when there is no such summary in the workspace. */
export async function causesOf(
  { store, tx, connection }: Reading,
  summary: number,
  { workspace, at, settings }: CausesOptions,
): Promise<SummaryCauses | null> {
  const found = await store.summaries.find(tx, summary, workspace);
  const subscribers = await subscribersOf(store, tx, settings);
  const place = subscribers.find(({ subscription }) => subscription.id === found?.subscription)?.subscription;
  if (found === null || place === undefined) return null;
  const view = await summaryViewOf(found, (ids) => store.alerts.ofIds(tx, ids));
  const alerts = view.alerts.filter((alert) => alert.connection === connection);
  const fingerprints = new Set(alerts.flatMap(({ state }) => fingerprintsOf(state)));
  const errorTexts = await store.alerts.errorTexts(tx, connection, [...fingerprints]);
  const silencedUntil = silencesOf(alerts, await store.alerts.silences(tx, at), errorTexts);
  return { causes: { ...view, alerts, channel: place.channel, silencedUntil }, errorTexts };
}

/** For each silenced alert, when the silence ends; if several match the alert, when the last of them ends. */
function silencesOf(
  alerts: readonly StoredAlert[],
  silences: readonly Silence[],
  errorTexts: ErrorTexts,
): ReadonlyMap<number, number> {
  const wordsOf = (fingerprint: string): readonly string[] => {
    const text = errorTexts.get(fingerprint);
    return text === undefined ? [] : wordsOfError(text);
  };
  return new Map(
    alerts.flatMap((alert): [number, number][] => {
      const { id, rule, group } = alert;
      // `isSilenced` looks only at open bulks. If the alert has none, treat its former bulks as open;
      // otherwise every silence of a source, brand, branch or error would match.
      const members = toldMembers(alert).map((member) => ({ ...member, resolvedAt: null }));
      const matching = silences.filter(({ matcher }) => isSilenced({ rule, group }, members, matcher, wordsOf));
      return matching.length === 0 ? [] : [[id, Math.max(...matching.map(({ endsAt }) => endsAt))]];
    }),
  );
}
