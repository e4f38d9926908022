/**
 * Records where in Slack a person's data is shown, before anyone can see the data, so that the data is found when the
 * person is forgotten. Effects: writes to the index of persons. Errors: those of the store.
 */
import { type Lead, type LeadIdentities, personKeys } from '@leadbell/domain';
import type { Store } from '@leadbell/store';

export interface PlaceNotes {
  /**
   * Records that a post shows these leads. The record names the post by its key, because Slack has not given it a `ts`
   * yet.
   */
  share(place: Channel, key: string, leads: readonly Lead[]): Promise<void>;
  /** Adds the `ts` that Slack gave the post. */
  placed(place: Channel, key: string, ts: string): Promise<void>;
  /** Removes the record of a post that Slack certainly refused. */
  refused(place: Channel, key: string): Promise<void>;
  /** Records a file with leads in the direct messages of this user. */
  file(user: string, id: string, leads: readonly Lead[]): Promise<void>;
}

interface Channel {
  readonly channel: string;
}

export interface PlaceNotesOptions {
  readonly store: Pick<Store, 'transaction' | 'persons'>;
  readonly identities: Pick<LeadIdentities, 'keys'>;
  readonly workspace: string;
}

export function createPlaceNotes({ store, identities, workspace }: PlaceNotesOptions): PlaceNotes {
  const shareIn = ({ channel }: Channel, ref: string) => ({ kind: 'share', workspace, channel, ref }) as const;
  const personsOf = (leads: readonly Lead[]) => [
    ...new Set(leads.flatMap((lead) => (lead.isForgotten === true ? [] : personKeys(lead, identities.keys)))),
  ];
  return {
    share: (place, key, leads) =>
      store.transaction((tx) => store.persons.note(tx, [{ ...shareIn(place, key), persons: personsOf(leads) }])),
    placed: (place, key, ts) => store.persons.placed(shareIn(place, key), ts),
    refused: (place, key) => store.persons.drop(shareIn(place, key)),
    file: (user, id, leads) =>
      store.transaction((tx) =>
        store.persons.note(tx, [{ kind: 'file', workspace, channel: user, ref: id, persons: personsOf(leads) }]),
      ),
  };
}
