/**
 * Builds the form of `/leads subscribe`. The form has the fields of one kind of subscription; if
 * another kind is chosen, the fields are replaced and the values kept. Pure. `form-draft.ts` makes
 * a draft of the values.
 */
import * as v from 'valibot';
import { channelIn, numberIn, readMetadataWith } from '../../bot/read-metadata.ts';
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
import { knownField } from './known-choices.ts';
import { alertsFields, digestFields, leadsFields, maxFilter } from './subscribe-fields.ts';

export const subscribeForm = 'leads.subscribe';

type Kind = Definition['kind'];
const kinds: readonly Kind[] = ['digest', 'alerts', 'leads'];

export interface FormRequest {
  readonly channel: string;
  /** The time zone of the business. */
  readonly zone: Zone;
  readonly kind: Kind;
  /** The subscription to change; null for a new one. */
  readonly edited: { readonly id: number; readonly definition: Definition } | null;
  /** The connection's settings, shown where a field is empty. */
  readonly settings: AlertSettings;
  /** Values taken over from the form of another kind. */
  readonly filled?: Values;
}

export function formOf({ channel, zone, kind, edited, settings, filled }: FormRequest, messages: Messages): Form {
  const { form } = messages.subscriptions;
  const was = edited?.definition ?? null;
  const filters = was === null || was.kind === 'alerts' ? {} : was.filters;
  const fields: Field[] = [
    // An edited subscription keeps its kind and its channel, so these fields are left out.
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
    title: edited === null ? form.title : form.changeTitle,
    submit: edited === null ? form.submit : form.change,
    close: messages.buttons.cancel,
    fields: filled === undefined ? fields : fields.map((field) => fill(field, filled)),
  };
}

/** Returns a sentence for each field that can't be read. */
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

export function channelOf(values: Values): string | null {
  return values('channel')[0] ?? null;
}

/** Returns the field at which a sentence about the whole subscription is shown. */
export function fieldOf(values: Values, shape: Kind): string {
  if (kindOf(values, shape) !== shape) return 'what';
  const fallback = { digest: 'time', alerts: 'rules', leads: 'brand' }[shape];
  return [...textFilters, knownField].find((name) => values(name).length > 0) ?? fallback;
}

function keptOf({ or, status }: LeadFilter): LeadFilter {
  return { ...(or === undefined ? {} : { or }), ...(status === undefined ? {} : { status }) };
}

export interface Metadata {
  readonly channel: string;
  readonly tag: Language;
  /** The kind whose fields the form has. */
  readonly kind: Kind;
  readonly id: number | null;
  /** Filters that have no field in the form, as `writeFilters` writes them. */
  readonly kept: Readonly<Record<string, string>>;
}

const metadataSchema = v.object({
  channel: channelIn,
  tag: v.pipe(v.string(), v.guard(isLanguage)),
  kind: v.picklist(kinds),
  id: v.nullable(numberIn),
  kept: v.record(v.pipe(v.string(), v.maxLength(20)), v.string()),
});

/** Returns null for metadata that Leadbell did not write. */
export function readMetadata(text: string): Metadata | null {
  return readMetadataWith(metadataSchema, text);
}

/** Returns the chosen kind. If the form offers no choice of kinds, returns the kind of the form. */
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
  // A direct message is not a channel, so no channel is chosen yet.
  const initial = /^[UW]/.test(channel) ? null : channel;
  return { kind: 'channel', id: 'channel', label: form.channel, initial };
}

function fill(field: Field, filled: Values): Field {
  const values = filled(field.id);
  const [first] = values;
  if (first === undefined || field.id === 'what') return field;
  return field.kind === 'several' || field.kind === 'search'
    ? { ...field, initial: values }
    : { ...field, initial: first };
}
