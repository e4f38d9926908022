/**
 * A decision about a connection's alerts that is made but not written yet. The messages of a
 * decision are put into words outside transactions; then the decision is written if it still
 * applies (see `decide`). Effects: uses the given store. Errors: those of the store; `Moved`.
 */
import type { Instant } from '@leadbell/domain';
import {
  type Basis,
  Moved,
  type NewMessage,
  type Store,
  type StoredAlert,
  type StoredSummary,
  type Subscription,
  type Transaction,
} from '@leadbell/store';
import type { Draft } from './draft.ts';
import type { Subscriber } from './subscriber.ts';
import type { ErrorTexts } from './title.ts';

/** The version of the alerts on which a decision is based; for an evaluation, also the last change that it has read. */
export type PlanBasis = Pick<Basis, 'version'> & Partial<Pick<Basis, 'changedTo'>>;

/** Everything that has to be written: plain data, apart from the drafts. */
export interface Planned {
  readonly connection: string;
  readonly basis: PlanBasis;
  readonly subscribers: readonly Subscriber[];
  readonly alerts: Changed<StoredAlert>;
  readonly summaries: Changed<StoredSummary>;
  readonly drafts: readonly Draft[];
  readonly errorTexts: ErrorTexts;
}

export interface Changed<T> {
  readonly add: readonly T[];
  readonly save: readonly T[];
}

/** Returns the payloads of the decision's drafts. Call it outside transactions. */
export function renderPlanned({ drafts, errorTexts }: Planned): readonly object[] {
  return drafts.map(({ write }) => write(errorTexts));
}

/** Throws `Moved` if another decision was written meanwhile, or a subscription has changed. */
export async function writePlanned(
  store: Store,
  tx: Transaction,
  { connection, basis, subscribers, alerts, summaries, drafts }: Planned,
  { payloads, at }: { readonly payloads: readonly object[]; readonly at: Instant },
): Promise<void> {
  if (!(await store.alerts.decide(tx, connection, basis))) throw new Moved();
  if (drafts.length > 0 && !(await isStillThere(store, tx, subscribers))) throw new Moved();
  await store.alerts.add(tx, alerts.add);
  await store.alerts.save(tx, alerts.save);
  for (const summary of summaries.add) await store.summaries.add(tx, summary, at);
  for (const { id, state } of summaries.save) await store.summaries.save(tx, id, state, at);
  await writeDrafts(store, tx, drafts, payloads);
}

async function isStillThere(store: Store, tx: Transaction, subscribers: readonly Subscriber[]): Promise<boolean> {
  const now = new Set((await store.subscriptions.ofKind(tx, 'alerts')).map(versionOf));
  return subscribers.every(({ subscription }) => now.has(versionOf(subscription)));
}

/** Every change of the definition also changes `createdAt`. */
function versionOf({ id, createdAt }: Subscription): string {
  return `${id} ${createdAt}`;
}

/** Writes the drafts in their order; adds consecutive new messages together. */
async function writeDrafts(
  store: Store,
  tx: Transaction,
  drafts: readonly Draft[],
  payloads: readonly object[],
): Promise<void> {
  const ids = new Map<string, number>();
  let added: NewMessage[] = [];

  async function flush(): Promise<void> {
    const found = await store.outbox.add(tx, added);
    for (const [n, { workspace, key }] of added.entries()) ids.set(`${workspace} ${key}`, found[n] ?? 0);
    added = [];
  }

  async function idOf(workspace: string, key: string): Promise<number> {
    if (added.some((one) => one.key === key && one.workspace === workspace)) await flush();
    const name = `${workspace} ${key}`;
    const id = ids.get(name) ?? (await store.outbox.place(tx, workspace, key))?.id;
    if (id === undefined) throw new Moved();
    ids.set(name, id);
    return id;
  }

  for (const [n, { how, message, thread }] of drafts.entries()) {
    const { workspace, key } = message;
    const payload = payloads[n] ?? {};
    const threadOf = thread === undefined ? undefined : await idOf(workspace, thread);
    if (how === 'add') {
      added.push(threadOf === undefined ? { ...message, payload } : { ...message, payload, threadOf });
      continue;
    }
    await flush();
    if (!(await store.outbox.update(tx, workspace, key, payload))) throw new Moved();
    if (how === 'again') await store.outbox.again(tx, workspace, key, threadOf);
  }
  await flush();
}
