/**
 * The form of `/leads subscribe`. A form is of one kind of subscription; another kind chosen in it makes it another form, with what was filled in. Pure.
 * What is filled in becomes a draft: see `form-draft.ts`.
 */
import { writeFilters } from '../../queries/filter-text.ts';
import { textFilters } from '../../queries/filters.ts';
import { userGroupForm } from '../../subscriptions/draft.ts';
import { isLanguage, type Language, languages, languageTags } from '@leadbell/i18n';
import { type AlertSettings, latinDigits, type LeadFilter, parseZone, type Zone } from '@leadbell/domain';
import { actionIds } from '../../cards/action-ids.ts';
import type { Messages } from '../../words/index.ts';
import type { Field, Form, Values } from '@leadbell/slack-kit';
import type { Definition } from '../../subscriptions/definition.ts';
import { numberWords, subscriptionNumbers } from '../../subscriptions/numbers.ts';
import { filterProblems, groupId } from './form-draft.ts';
import { alertsFields, digestFields, leadsFields, maxFilter } from './subscribe-fields.ts';

export const subscribeForm = 'leads.subscribe';

type Kind = Definition['kind'];
const kinds: readonly Kind[] = ['digest', 'alerts', 'leads'];

export interface FormRequest {
  readonly channel: string;
  /** Where the business is. */
  readonly zone: Zone;
  readonly kind: Kind;
  /** To be changed; null for a new one. */
  readonly edited: { readonly id: number; readonly definition: Definition } | null;
  /** Of the connection: shown where nothing is filled in. */
  readonly settings: AlertSettings;
  /** Filled in already, in the form of another kind. */
  readonly filled?: Values;
}

export function formOf({ channel, zone, kind, edited, settings, filled }: FormRequest, messages: Messages): Form {
  const { form } = messages.subscriptions;
  const was = edited?.definition ?? null;
  const filters = was === null || was.kind === 'alerts' ? {} : was.filters;
  const fields: Field[] = [
    // What it is and where can't be changed: that would be another one.
    ...(edited === null ? [whatField(kind, messages), channelField(channel, messages)] : []),
    ...(kind === 'digest' ? digestFields(was?.kind === 'digest' ? was : null, messages) : []),
    ...(kind === 'alerts' ? alertsFields(was?.kind === 'alerts' ? was : null, settings, messages) : []),
    ...(kind === 'leads' ? leadsFields(was?.kind === 'leads' ? was : null, messages) : []),
    { kind: 'text', id: 'zone', label: form.zone, placeholder: zone, maxLength: maxFilter, initial: was?.zone ?? zone },
    {
      kind: 'one',
      id: 'language',
      label: form.language,
      choices: languageTags.map((tag) => ({ value: languages[tag].typed, label: languages[tag].name })),
      initial: languages[was?.language ?? messages.tag].typed,
    },
  ];
  const metadata: Metadata = {
    channel,
    tag: messages.tag,
    kind,
    id: edited?.id ?? null,
    kept: writeFilters(keptOf(filters)),
  };
  return {
    callbackId: subscribeForm,
    metadata: JSON.stringify(metadata),
    title: form.title,
    submit: edited === null ? form.submit : form.change,
    close: messages.buttons.cancel,
    fields: filled === undefined ? fields : fields.map((field) => fill(field, filled)),
  };
}

/** A sentence at each field that can't be read; empty when all can. */
export function problemsOf(values: Values, shape: Kind, messages: Messages): Record<string, string> {
  const { subscriptions: say } = messages;
  const { problems } = say.form;
  const found: [string, string][] = [];
  const [zone] = values('zone');
  if (zone !== undefined && parseZone(zone.trim()) === null) found.push(['zone', say.notAZone(zone.trim())]);
  if (kindOf(values, shape) !== shape) return Object.fromEntries(found);
  for (const name of numberWords) {
    const { least, most } = subscriptionNumbers[name];
    const [typed] = values(name);
    const number = Number(latinDigits(typed?.trim() ?? '') || 'none');
    if (typed !== undefined && (!Number.isInteger(number) || number < least || number > most))
      found.push([name, problems.number(least, most)]);
  }
  const [group] = values('group');
  if (group !== undefined && !userGroupForm.test(groupId(group))) found.push(['group', problems.group]);
  if (group === undefined && values('escalate').length > 0) found.push(['group', problems.nobodyToCall]);
  if (shape === 'alerts' && values('rules').length === 0) found.push(['rules', problems.noRules]);
  found.push(...filterProblems(values, messages));
  return Object.fromEntries(found);
}

/** Where it is to be: the channel that was chosen. */
export function channelOf(values: Values): string | null {
  return values('channel')[0] ?? null;
}

/** Which field a sentence about the whole line belongs to. */
export function fieldOf(values: Values, shape: Kind): string {
  if (kindOf(values, shape) !== shape) return 'what';
  const fallback = { digest: 'time', alerts: 'rules', leads: 'brand' }[shape];
  return textFilters.find((name) => values(name).length > 0) ?? fallback;
}

function keptOf({ or, status }: LeadFilter): LeadFilter {
  return { ...(or === undefined ? {} : { or }), ...(status === undefined ? {} : { status }) };
}

export interface Metadata {
  readonly channel: string;
  readonly tag: Language;
  /** Whose fields the form has. */
  readonly kind: Kind;
  readonly id: number | null;
  /** Filters that the form has no field for, as `writeFilters` writes them. */
  readonly kept: Readonly<Record<string, string>>;
}

/** Null for what is not ours. */
export function readMetadata(text: string): Metadata | null {
  try {
    const { channel, tag, kind, id, kept } = JSON.parse(text) as Partial<Metadata>;
    if (typeof channel !== 'string' || !isLanguage(tag)) return null;
    if (kind === undefined || !kinds.includes(kind) || typeof kept !== 'object' || kept === null) return null;
    return id === null || Number.isSafeInteger(id) ? { channel, tag, kind, id: id ?? null, kept } : null;
  } catch {
    return null;
  }
}

/** The kind that was chosen; where none can be, that of the form. */
export function kindOf(values: Values, shape: Kind): Kind {
  return kinds.find((kind) => kind === values('what')[0]) ?? shape;
}

function whatField(kind: Kind, { subscriptions: { form } }: Messages): Field {
  return {
    kind: 'one',
    id: 'what',
    label: form.what,
    choices: kinds.map((value) => ({ value, label: form.kinds[value] })),
    initial: kind,
    action: actionIds.subscribeKind,
  };
}

function channelField(channel: string, { subscriptions: { form } }: Messages): Field {
  return { kind: 'channel', id: 'channel', label: form.channel, initial: channel };
}

function fill(field: Field, filled: Values): Field {
  const values = filled(field.id);
  const [first] = values;
  if (first === undefined || field.id === 'what') return field;
  return field.kind === 'several' ? { ...field, initial: values } : { ...field, initial: first };
}
