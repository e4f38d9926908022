/**
 * A subscription request, typed or from a form. Values that were not given are absent and get
 * defaults when the subscription is created. Pure.
 */
import { alertRules, isWithin, parseZone, type Schedule, type Zone } from '@leadbell/domain';
import { type Language, languageTags } from '@leadbell/i18n';
import * as v from 'valibot';
import type { Definition } from './definition.ts';
import { type NumberWord, numberWords, subscriptionNumbers } from './numbers.ts';
import { optionalSections } from './sections.ts';

export interface Draft {
  readonly kind: Definition['kind'];
  readonly schedule?: Schedule;
  readonly zone?: Zone;
  readonly language?: Language;
  readonly skipEmpty?: true;
  readonly workingDaysOnly?: true;
  readonly hijri?: true;
  readonly threadOnly?: true;
  /** Excluded sections of a digest, or excluded rules of alerts. */
  readonly without?: readonly string[];
  /** The numbers, each by the word that people type before it. */
  readonly numbers?: Readonly<Partial<Record<NumberWord, number>>>;
  /** A user group to mention when no one acknowledges an alert. */
  readonly group?: string;
}

type Read = { readonly [key in keyof Draft]: Draft[key] | null | undefined };

/** The draft without null values, which were not given. */
export function whatIsSaid(draft: Read & Pick<Draft, 'kind'>): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value != null)) as unknown as Draft;
}

export const userGroupForm = /^S[A-Z0-9]{5,20}$/;

const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_439));
const weekdays = v.pipe(v.array(v.picklist([1, 2, 3, 4, 5, 6, 7])), v.minLength(1), v.maxLength(7));
const schedule = v.variant('kind', [
  v.object({ kind: v.literal('days'), minuteOfDay, days: weekdays }),
  v.object({
    kind: v.literal('monthly'),
    minuteOfDay,
    day: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31)),
  }),
]);
const isOn = v.exactOptional(v.literal(true));
const numberEntries = Object.fromEntries(
  numberWords.map((word) => [
    word,
    v.exactOptional(
      v.pipe(
        v.number(),
        v.check((number) => isWithin(subscriptionNumbers[word], number)),
      ),
    ),
  ]),
);

/** Validates drafts from button values and from the inbox. */
export const draftField: v.GenericSchema<unknown, Draft> = v.strictObject({
  kind: v.picklist(['digest', 'alerts', 'leads']),
  schedule: v.exactOptional(schedule),
  zone: v.exactOptional(
    v.pipe(
      v.string(),
      v.rawTransform(({ dataset, addIssue, NEVER }): Zone => {
        const zone = parseZone(dataset.value);
        if (zone !== null) return zone;
        addIssue();
        return NEVER;
      }),
    ),
  ),
  language: v.exactOptional(v.picklist(languageTags)),
  skipEmpty: isOn,
  workingDaysOnly: isOn,
  hijri: isOn,
  threadOnly: isOn,
  without: v.exactOptional(v.array(v.picklist([...alertRules, ...optionalSections]))),
  numbers: v.exactOptional(v.strictObject(numberEntries)),
  group: v.exactOptional(v.pipe(v.string(), v.regex(userGroupForm))),
});
