/**
 * Builds the card of the audit log. Pure. The card does not name the people of leads. It names a
 * lead only by a number that the admin typed.
 */
import type { Id, Zone } from '@leadbell/domain';
import type { Card, CardPart, Span, Text } from '@leadbell/slack-kit';
import type { AuditRecord } from '@leadbell/store';
import { actions, queryButton } from '../../cards/controls.ts';
import { data, dotted, lines, words } from '../../cards/text.ts';
import type { CommonFields } from '../../queries/query-codec.ts';
import type { Query } from '../../queries/query.ts';
import type { Messages } from '../../words/index.ts';

export interface AuditPage {
  readonly query: Query & CommonFields & { readonly after?: number };
  readonly entries: readonly AuditRecord[];
  /** Whether there are older entries. */
  readonly hasMore: boolean;
}

interface Shown {
  readonly messages: Messages;
  readonly zone: Zone;
}

/** The number of entries in one text, so that a page fits into a message. */
const perText = 5;
const maxName = 60;

export function auditCard({ query, entries, hasMore }: AuditPage, { messages, zone }: Shown): Card {
  const { audit: say, buttons } = messages;
  const shown = entries.map((entry) => lineOf(entry, query.id, { messages, zone }));
  const { after: _after, ...first } = query;
  const last = entries.at(-1);
  const older = hasMore && last !== undefined ? { ...first, after: last.id } : query;
  const hasPages = hasMore || query.after !== undefined;
  // The last page has *Older* too, so that the buttons keep their places.
  const foot = actions([
    hasPages ? queryButton(say.older, older) : null,
    queryButton(query.after === undefined ? buttons.refresh : say.newest, first),
  ]);
  return {
    summary: say.title,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: say.title },
      ...(shown.length === 0 ? [{ kind: 'text', text: [words(say.none)] } as const] : inTexts(shown)),
      { kind: 'note', text: [words(say.howKept)] },
      ...(foot === null ? [] : [foot]),
    ],
  };
}

function inTexts(all: readonly Text[]): CardPart[] {
  const parts: CardPart[] = [];
  for (let index = 0; index < all.length; index += perText)
    parts.push({ kind: 'text', text: lines(all.slice(index, index + perText)) });
  return parts;
}

/** Such as: `25 August 14:05 · @Noura opened a lead · #sales`. */
function lineOf(entry: AuditRecord, number: Id | undefined, { messages, zone }: Shown): Text {
  const format = messages.formats.audit;
  return dotted([
    words(`${format.day(entry.at, zone)} ${format.time(entry.at, zone)}`),
    sentenceOf(entry, number, messages),
    entry.channel === null ? null : placeOf(entry.channel),
  ]);
}

function placeOf(channel: string): Span | null {
  return /^[CG]/.test(channel) ? { channel } : null;
}

function sentenceOf(entry: AuditRecord, number: Id | undefined, { audit: say }: Messages): Text {
  const { action, outcome, leads, subject, detail } = entry;
  const known: Readonly<Record<string, string>> = outcome === 'refused' ? say.refused : say.done;
  const verb = action === 'find' && outcome !== 'refused' && leads.length === 0 ? say.foundNone : known[action];
  const [before, after] = say.sentence(
    verb ?? (outcome === 'refused' ? say.refusedOther : say.otherAction),
    objectOf({ leads: leads.length, subject, detail, number }, say),
  );
  return [
    ...(before === '' ? [] : [words(before)]),
    actorOf(entry.actor, say),
    ...(after === '' ? [] : [words(after)]),
    ...(verb === undefined ? [words(' '), data(action, maxName)] : []),
  ];
}

function actorOf(actor: string, { operator }: Messages['audit']): Span {
  if (actor === 'operator') return words(operator);
  if (/^[UW][A-Z0-9]{2,20}$/.test(actor)) return { user: actor };
  return actor === 'leadbell' ? words('Leadbell') : data(actor, maxName);
}

interface About extends Pick<AuditRecord, 'subject' | 'detail'> {
  readonly leads: number;
  readonly number: Id | undefined;
}

/** Returns text for the lead, the number of leads or the alert; empty if none is known. */
function objectOf({ leads, subject, detail, number }: About, say: Messages['audit']): string {
  const { people, minutes } = detail;
  if (typeof people === 'number' && typeof minutes === 'number') return say.moreThan(people, minutes);
  if (leads === 1 && number !== undefined) return say.lead(number);
  if (/^F-[A-Z2-9]{8}$/.test(subject ?? '')) return say.receipt(subject ?? '');
  const [, noun = '', id = ''] = /^(alert|subscription|silence) (\d{1,19})$/.exec(subject ?? '') ?? [];
  const nouns: Readonly<Record<string, (id: string) => string>> = say.nouns;
  const own = nouns[noun]?.(id) ?? '';
  return leads === 0 ? own : [say.leads(leads), own === '' ? '' : say.from(own)].filter(Boolean).join(' ');
}
