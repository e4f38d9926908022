/**
 * Builds an alert's title wherever it is shown: its cause, the number of leads, and where they came
 * from. Pure; shows no personal data of leads.
 */
import {
  type AlertMember,
  type AlertRuleId,
  eachWordOnce,
  type ErrorShare,
  isOfErrors,
  type LeadError,
  namedBy,
} from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { bulkNumber, type NamedBulk } from '../../cards/bulk-name.ts';
import { reasonOf } from '../../cards/rows.ts';
import { clip } from '../../cards/text.ts';
import { valueShown } from '../../cards/values.ts';
import type { Messages } from '../../words/index.ts';

/** A header holds 150 characters, so the cause must leave room for the count, the source and the branch. */
const causeMax = 64;
const placeMax = 28;
const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';
const noBreak = '\u00A0';
const figureSpace = '\u2007';
const wordJoiner = '\u2060';

export type ErrorTexts = ReadonlyMap<string, LeadError>;

/** Such as: `Branch not found × 28 · Website · Riyadh North`. */
export function titleOf(alert: StoredAlert, messages: Messages, errorTexts: ErrorTexts): string {
  const members = toldMembers(alert);
  const title = isOfErrors(alert.rule)
    ? [causeTitle(alert, members, messages, errorTexts), ...placesOf(members, messages, errorTexts)]
    : [messages.alerts.title(alert.rule as AlertRuleId, members.length), bulkOf(alert, members, messages)];
  return title.filter((part) => part !== '').join(`${noBreak}· `);
}

/** Returns the members that are open; if none is open, all members. */
export function toldMembers({ state }: Pick<StoredAlert, 'state'>): readonly AlertMember[] {
  const members = Object.values(state.members);
  const open = members.filter(({ resolvedAt }) => resolvedAt === null);
  return open.length > 0 ? open : members;
}

/** Returns the database ids of the bulks among the told members. */
export function toldBulks(alert: Pick<StoredAlert, 'state'>): readonly number[] {
  const told = new Set(toldMembers(alert));
  return Object.entries(alert.state.members).flatMap(([id, member]) =>
    told.has(member) && /^\d+$/.test(id) ? [Number(id)] : [],
  );
}

/** Returns the error's text, or its fingerprint when the text is unknown. */
export function errorName(fingerprint: string, messages: Messages, errorTexts: ErrorTexts): string {
  const known = errorTexts.get(fingerprint);
  return reasonOf(known ?? { message: fingerprint.replace(/\|$/, ''), code: null, field: null }, messages);
}

export interface ErrorCount {
  readonly name: string;
  readonly leads: number;
  /** The values that caused the error, if known, such as a model that the DMS does not have. */
  readonly values: readonly string[];
}

/** Returns the values that the error's text does not contain already. */
export function unnamedValues({ name, values }: ErrorCount): readonly string[] {
  return values.filter((value) => !name.includes(value)).map((value) => clip(value, placeMax));
}

/**
 * Counts the errors of these bulks by their shown text, the most frequent first. A DMS may send the
 * same error with and without its code.
 */
export function errorCounts(
  members: readonly { readonly errors: readonly ErrorShare[] }[],
  messages: Messages,
  errorTexts: ErrorTexts,
): readonly ErrorCount[] {
  const counts = new Map<string, ErrorCount>();
  for (const { fingerprint, leads, values = [] } of members.flatMap(({ errors }) => errors)) {
    const name = errorName(fingerprint, messages, errorTexts);
    const known = counts.get(name) ?? { name, leads: 0, values: [] };
    counts.set(name, { name, leads: known.leads + leads, values: [...new Set([...known.values, ...values])] });
  }
  return [...counts.values()].toSorted((a, b) => b.leads - a.leads);
}

function causeTitle(
  { rule, group }: StoredAlert,
  members: readonly AlertMember[],
  messages: Messages,
  errorTexts: ErrorTexts,
): string {
  const {
    alerts: say,
    formats: { alerts: format },
    errors,
  } = messages;
  const own = errorName(group, messages, errorTexts);
  const counts = errorCounts(members, messages, errorTexts);
  const [most] = counts;
  const ofOwn = counts.find(({ name }) => name === own);
  // If the rule is about one error, show that error. Otherwise show the most frequent error; if
  // several are equally frequent, the alert's own error.
  const isOfOne = namedBy(rule) === 'error-of-group';
  const shown = (isOfOne || ofOwn?.leads === most?.leads ? ofOwn : most) ?? most;
  const { name = own, leads = 0 } = shown ?? {};
  const errored = leads || members.reduce((sum, { count }) => sum + count, 0);
  const isNamed = name !== errors.noReason;
  const title = isNamed
    ? `${namedWithValue(name, shown, placesOf(members, messages, errorTexts))}${times(format.number(errored))}`
    : say.withoutReason(errored);
  return isOfOne ? say.newError(title) : title;
}

/**
 * Adds the wrong value to the error's text, if there is only one such value and the title does not
 * show it as the source or the branch. The value replaces a hidden part, marked by `…`: `Branch … not
 * found`.
 */
function namedWithValue(name: string, shown: ErrorCount | undefined, places: readonly string[]): string {
  const [value] = shown?.values.length === 1 ? unnamedValues(shown) : [];
  const text = isolated(value ?? '');
  if (text === '' || places.includes(whole(text))) return isolated(clip(name, causeMax));
  if (name.split('…').length === 2) return isolated(clip(name, causeMax).replace('…', text));
  return `${isolated(clip(name, causeMax))}${noBreak}${text}`;
}

/**
 * Returns the source and the branch of the errored leads, or counts of sources and branches if
 * there are several. Counts them only if all leads have the same error, because the store does not
 * say which source belongs to which error.
 */
function placesOf(members: readonly AlertMember[], messages: Messages, errorTexts: ErrorTexts): readonly string[] {
  const { alerts: say, tag } = messages;
  const isOneError = errorCounts(members, messages, errorTexts).length < 2;
  const place = (trait: 'source' | 'branch', several: (count: number) => string): string => {
    const values = members.flatMap(({ traits }) => traits?.[trait] ?? []);
    const names = eachWordOnce(values.map((one) => valueShown(trait, one, { tag }))).filter(
      (name) => clip(name, placeMax) !== '',
    );
    if (names.length > 1) return isOneError ? whole(several(names.length)) : '';
    return whole(isolated(clip(names[0] ?? '', placeMax)));
  };
  return [place('source', say.sources), place('branch', say.branches)];
}

function bulkOf(alert: StoredAlert, [first, ...others]: readonly AlertMember[], { bulks }: Messages): string {
  const number = first === undefined || others.length > 0 ? null : bulkNumber(namedMember(first, alert));
  return number === null ? '' : whole(bulks.named(number));
}

/** A member's key is the number of its stored bulk; a bulk that was set aside has no number. */
export function namedMember(member: AlertMember, { state }: Pick<StoredAlert, 'state'>): NamedBulk {
  const [key = ''] = Object.entries(state.members).find(([, one]) => one === member) ?? [];
  return { dmsId: member.dmsId, number: /^\d+$/.test(key) ? Number(key) : null };
}

/** Joins the count to the word before it, so that no line breaks between them. */
export function times(count: string): string {
  return `${noBreak}×${noBreak}${count}`;
}

/** Prevents line breaks inside the text: at spaces, and after hyphens and slashes. */
export function whole(text: string): string {
  // In Arabic text, two numbers with a non-breaking space between them would swap places. Only the
  // figure space prevents that; it is wide, so it is not used elsewhere.
  const between = /\p{Script=Arabic}/u.test(text) ? figureSpace : noBreak;
  return text
    .replaceAll(/(?<=\p{Nd}) (?=\p{Nd})/gu, between)
    .replaceAll(' ', noBreak)
    .replaceAll(/[-‐–—/](?=.)/g, `$&${wordJoiner}`);
}

function isolated(text: string): string {
  return text === '' ? '' : `${firstStrongIsolate}${text}${popIsolate}`;
}
