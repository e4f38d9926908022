/**
 * Sends each admin whom the gate names one direct message about each case of unusual reading. Each
 * minute, looks for entries about which the admins were not notified. This is not done when a lead
 * is opened, because the person who opens it would have to wait for Slack. If neither Slack nor the
 * settings name an admin, only the entry and a line in the log are written. Effects: uses the given
 * store, and asks Slack through the gates. Errors: those of the store.
 */
import type { Instant } from '@leadbell/domain';
import { type Card, renderMessage } from '@leadbell/slack-kit';
import { type AuditRecord, type NewMessage, type Store, unusualReading } from '@leadbell/store';
import type { Gate } from '../../bot/gate.ts';
import { actions, queryButton } from '../../cards/controls.ts';
import { words } from '../../cards/text.ts';
import type { Log } from '../../log.ts';
import type { Messages } from '../../words/index.ts';

export interface UnusualOptions {
  readonly store: Store;
  readonly messages: Messages;
  /** Returns null for a workspace that is not connected. */
  readonly gateOf: (workspace: string) => Gate | null;
  readonly log: Log;
}

const adminsNotified = 'admins notified';
const dayMs = 24 * 3_600_000;
const atOnce = 50;
/** If Slack can't be asked for longer than this, only the admins in the settings are notified. */
const patienceMs = 3_600_000;

/** Returns the number of entries about which the admins were notified. */
export async function notifyUnusual(options: UnusualOptions): Promise<number> {
  const { store, gateOf } = options;
  const now = await store.now();
  const from = (now - dayMs) as Instant;
  const found = await store.audit.list({ action: unusualReading, from, limit: atOnce });
  if (found.length === 0) return 0;
  const notices = await store.audit.list({ action: adminsNotified, from, limit: 10 * atOnce });
  const done = new Set(notices.map(({ subject }) => subject));
  const open = found.filter((entry) => !done.has(subjectOf(entry)));
  let notified = 0;
  for (const entry of open) {
    const gate = entry.workspace === null ? null : gateOf(entry.workspace);
    if (gate === null) continue;
    const { ids, isUnanswered } = await gate.admins();
    if (isUnanswered && now - entry.at < patienceMs) continue;
    await notify(entry, ids, options);
    notified += 1;
  }
  return notified;
}

/** Several processes may find the same entry; the message's key keeps them from sending the notice twice. */
async function notify(entry: AuditRecord, admins: readonly string[], options: UnusualOptions): Promise<void> {
  const { store, messages, log } = options;
  const workspace = entry.workspace ?? '';
  const payload = renderMessage(unusualCard(entry, messages), { tag: messages.tag, more: messages.leads.more });
  const sent = admins.map((admin): NewMessage => ({
    workspace,
    channel: admin,
    key: `unusual ${entry.id} ${admin}`,
    kind: 'notice',
    payload,
  }));
  await store.transaction(async (tx) => {
    await store.outbox.add(tx, sent);
    await store.audit.append(tx, {
      workspace,
      actor: 'leadbell',
      action: adminsNotified,
      subject: subjectOf(entry),
      detail: { admins: admins.length },
    });
  });
  log.warn({ user: entry.actor, admins: admins.length, ...boundOf(entry) }, 'reading.unusual');
}

function subjectOf({ id }: AuditRecord): string {
  return `entry ${id}`;
}

function boundOf({ detail: { people, minutes } }: AuditRecord): { readonly people: number; readonly minutes: number } {
  return { people: Number(people), minutes: Number(minutes) };
}

function unusualCard(entry: AuditRecord, messages: Messages): Card {
  const { audit: say } = messages;
  const { people, minutes } = boundOf(entry);
  const [before, after] = say.unusual(people, minutes);
  const asked = { command: 'audit', share: false, who: entry.actor };
  const see = actions([queryButton(say.see, asked)]);
  return {
    summary: say.unusualShort,
    direction: messages.direction,
    parts: [
      { kind: 'text', text: [words(before), { user: entry.actor }, words(after)] },
      ...(see === null ? [] : [see]),
    ],
  };
}
