/** Builds the forms to assign an alert, to add a note, and to resolve, snooze or silence it. Pure. */
import * as v from 'valibot';
import { channelIn, numberIn, readMetadataWith } from '../../bot/read-metadata.ts';
import { isLanguage, type Language } from '@leadbell/i18n';
import { type AlertState, type Instant, plainDateIn, weekdayOf, type Zone } from '@leadbell/domain';
import type { Messages } from '../../words/index.ts';
import type { SnoozeUntil } from './snooze.ts';
import type { Field, Form } from '@leadbell/slack-kit';

export const alertForm = 'leads.alert-form';
export const maxNote = 200;

export interface AlertFormAbout {
  readonly what: 'assign' | 'note' | 'next';
  readonly id: number;
  /** The channel where the button was pressed. */
  readonly channel: string;
  readonly tag: Language;
}

/** The choices in the form *Resolve or snooze*; each is also the name of the act. */
export const nextSteps = [
  'resolve',
  'unacknowledge',
  'wake',
  'snooze-hour',
  'snooze-tomorrow',
  'snooze-week',
  'silence-2h',
  'silence-day',
] as const;
export type NextStep = (typeof nextSteps)[number];

/**
 * Whether the step begins or ends a snooze or a silence. These steps affect every channel; the
 * others change only this alert.
 */
export function isQuieting(step: NextStep): boolean {
  return step.startsWith('s') || step === 'wake';
}

/** The parts of the alert's state and the person's rights that the form depends on. */
export interface AlertFormState extends Pick<AlertState, 'owner' | 'acknowledgedBy' | 'snoozedUntil'> {
  /** Whether the person may see all leads of the alert. */
  readonly mayResolve: boolean;
  /** Whether the person may snooze and silence. */
  readonly maySilence: boolean;
  /** When each snooze would end. */
  readonly ends: Readonly<Record<SnoozeUntil, Instant>>;
  /** Whether the alert is about the connection, and so ends by itself when the connection recovers. */
  readonly isOfConnection: boolean;
  readonly zone: Zone;
}

export function alertFormOf(about: AlertFormAbout, state: AlertFormState, messages: Messages): Form {
  const { form, number } = messages.alerts;
  return {
    callbackId: alertForm,
    metadata: JSON.stringify(about),
    title: number(about.id),
    submit: { assign: form.assign, note: form.save, next: form.apply }[about.what],
    close: messages.buttons.cancel,
    fields: [fieldOf(about.what, state, messages)],
  };
}

function fieldOf(what: AlertFormAbout['what'], state: AlertFormState, messages: Messages): Field {
  const { form } = messages.alerts;
  switch (what) {
    case 'assign':
      return { kind: 'person', id: 'person', label: form.person, initial: state.owner, hint: form.personHint };
    case 'note':
      return {
        kind: 'text',
        id: 'note',
        label: form.note,
        placeholder: form.noteExample,
        maxLength: maxNote,
        isLong: true,
      };
    case 'next': {
      const steps = nextSteps.filter((step) => isPossible(step, state));
      return {
        kind: 'one',
        id: 'next',
        label: form.next,
        isOpen: true,
        hint: state.maySilence ? form.nextHint : form.nextHintWithoutSilence,
        initial: steps[0] ?? '',
        choices: steps.map((value) => ({ value, label: form.nextSteps[value](endText(value, state, messages)) })),
      };
    }
    default:
      return what satisfies never;
  }
}

/**
 * Returns the end of a snooze as text. A snooze until tomorrow needs only the time; a snooze until
 * next week also needs the weekday. For other steps, the text is empty.
 */
function endText(step: NextStep, { ends, zone }: AlertFormState, { formats: { alerts: format } }: Messages): string {
  if (step === 'snooze-tomorrow') return format.time(ends.tomorrow, zone);
  if (step !== 'snooze-week') return '';
  return `${format.weekday(weekdayOf(plainDateIn(zone, ends.week)))} ${format.time(ends.week, zone)}`;
}

function isPossible(
  step: NextStep,
  { owner, acknowledgedBy, snoozedUntil, maySilence, mayResolve, ends, isOfConnection }: AlertFormState,
): boolean {
  if (isQuieting(step) && !maySilence) return false;
  if (step === 'resolve') return mayResolve && !isOfConnection;
  // An owner's acknowledgement can't be withdrawn: the owner releases the alert instead.
  if (step === 'unacknowledge') return acknowledgedBy !== null && owner === null;
  if (step === 'snooze-week') return ends.week !== ends.tomorrow;
  return step !== 'wake' || snoozedUntil !== null;
}

const aboutSchema = v.object({
  what: v.picklist(['assign', 'note', 'next']),
  id: numberIn,
  channel: channelIn,
  tag: v.pipe(v.string(), v.guard(isLanguage)),
});

/** Returns null for metadata that Leadbell did not write. */
export function readAlertForm(metadata: string): AlertFormAbout | null {
  return readMetadataWith(aboutSchema, metadata);
}
