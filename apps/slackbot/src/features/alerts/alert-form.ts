/** The forms for assigning an alert and for adding a note. Pure. */
import * as v from 'valibot';
import { channelIn, numberIn, readMetadataWith } from '../../bot/read-metadata.ts';
import { isLanguage, type Language } from '@leadbell/i18n';
import type { Messages } from '../../words/index.ts';
import type { Field, Form } from '@leadbell/slack-kit';

export const alertForm = 'leads.alert-form';
export const maxNote = 200;

export interface AlertFormAbout {
  readonly what: 'assign' | 'note';
  readonly id: number;
  /** The channel of the pressed button. */
  readonly channel: string;
  readonly tag: Language;
}

/** `owner`: the current one. */
export function alertFormOf(about: AlertFormAbout, owner: string | null, messages: Messages): Form {
  const { form, number } = messages.alerts;
  const field: Field =
    about.what === 'assign'
      ? { kind: 'person', id: 'person', label: form.person, initial: owner, hint: form.personHint }
      : { kind: 'text', id: 'note', label: form.note, placeholder: form.noteExample, maxLength: maxNote, isLong: true };
  return {
    callbackId: alertForm,
    metadata: JSON.stringify(about),
    title: number(about.id),
    submit: about.what === 'assign' ? form.assign : form.save,
    close: messages.buttons.cancel,
    fields: [field],
  };
}

const aboutSchema = v.object({
  what: v.picklist(['assign', 'note']),
  id: numberIn,
  channel: channelIn,
  tag: v.pipe(v.string(), v.guard(isLanguage)),
});

/** Null for metadata that is not ours. */
export function readAlertForm(metadata: string): AlertFormAbout | null {
  return readMetadataWith(aboutSchema, metadata);
}
