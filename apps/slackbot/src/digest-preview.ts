/**
 * Makes each channel's next digest from the leads that exist now, for the command line. Nothing is
 * sent or stored. Effects: reads the DMS and the store through its options. Errors:
 * `LeadsApiError`, and the store's.
 */
import { installationAliases, installationWords, type Instant, type KeyedHash, nextOccurrence } from '@leadbell/domain';
import type { LeadsApi } from '@leadbell/leads-api';
import type { Settings } from '@leadbell/settings';
import { type Message, renderMessage } from '@leadbell/slack-kit';
import type { Store, Subscription } from '@leadbell/store';
import { serveLinks } from './cards/dms-links.ts';
import { digestCard } from './features/digest/digest-card.ts';
import { gatherDigest, periodOfSpan } from './features/digest/gather.ts';
import { createAnswers } from './reports/answers.ts';
import { createForgottenPeople } from './reports/forgotten.ts';
import { closedDays, nextRun, readDefinition } from './subscriptions/definition.ts';
import { readScope } from './subscriptions/scope.ts';
import { createLearnedWords } from './watch/learned-words.ts';
import { messagesFor } from './features/index.ts';

export interface DigestPreview {
  readonly subscription: number;
  readonly workspace: string;
  readonly channel: string;
  /** When the digest is due. */
  readonly at: Instant;
  /** The digest covers the time from `from` to `to`; this time may be in the future. */
  readonly from: Instant;
  readonly to: Instant;
  readonly leads: number;
  /** False if the digest would not be sent because it is empty. */
  readonly isSent: boolean;
  readonly message: Message;
}

export interface PreviewOptions {
  readonly settings: Pick<Settings, 'aliases' | 'calendar' | 'catalogue' | 'links'>;
  readonly store: Store;
  readonly leadsApi: LeadsApi;
  readonly keys: readonly KeyedHash[];
  readonly signal: AbortSignal;
}

export async function* previewDigests(options: PreviewOptions): AsyncGenerator<DigestPreview> {
  const { store, settings, keys } = options;
  const { sources, subSources } = settings.catalogue;
  serveLinks(settings.links);
  installationAliases.use(settings.aliases, { source: Object.keys(sources), sub: Object.keys(subSources) });
  await createLearnedWords(store, installationWords).refresh();
  const forgotten = createForgottenPeople({ list: () => store.persons.forgotten(), identities: { keys } });
  await forgotten.refresh();
  const now = await store.now();
  const answers = createAnswers({ now: () => now, forgotten });
  try {
    const all = await store.transaction((tx) => store.subscriptions.ofKind(tx, 'digest'));
    for (const one of all) {
      const made = await previewOf(one, { ...options, answers, now });
      if (made !== null) yield made;
    }
  } finally {
    answers.close();
  }
}

type Prepared = PreviewOptions & { readonly answers: ReturnType<typeof createAnswers>; readonly now: Instant };

/** Null if Leadbell would pause the subscription because its definition can't be read or all of its days are closed. */
async function previewOf(one: Subscription, options: Prepared): Promise<DigestPreview | null> {
  const { settings, now, signal } = options;
  const definition = readDefinition(one.kind, one.definition);
  if (definition?.kind !== 'digest' || nextRun(definition, settings.calendar, now) === null) return null;
  const next = nextOccurrence(definition.schedule, definition.zone, now, closedDays(definition, settings.calendar));
  const period = periodOfSpan(definition, { first: next, last: next }, settings.calendar);
  const gathering = { ...options, ...settings, scope: readScope(one.scope) };
  const facts = await gatherDigest(definition, period, gathering, signal);
  const messages = messagesFor(definition.language);
  const card = digestCard({ ...facts, merged: 1, meantFor: null }, messages);
  const leads = facts.answer.summary.total;
  return {
    subscription: one.id,
    workspace: one.workspace,
    channel: one.channel,
    at: next.at,
    ...period.window,
    leads,
    isSent: leads > 0 || !definition.skipEmpty,
    message: renderMessage(card, { tag: messages.tag, more: messages.leads.more }),
  };
}
