/**
 * The schema of the alert settings in the settings file. Pure. The message of an issue describes the expected value.
 */
import * as v from 'valibot';
import { alertNumbers, type AlertSettings, alertSettingsFrom, numberFields, type NumberKey } from '@leadbell/domain';

function whole(least: number, most: number) {
  const expected = `a whole number, ${least} to ${most}`;
  return v.optional(
    v.pipe(v.number(expected), v.integer(expected), v.minValue(least, expected), v.maxValue(most, expected)),
  );
}

const entries = Object.fromEntries(
  numberFields.map((field) => [alertNumbers[field].key, whole(alertNumbers[field].least, alertNumbers[field].most)]),
) as Readonly<Record<NumberKey, ReturnType<typeof whole>>>;

export const alertsSchema = v.strictObject(entries, 'an object with the names that the example has, and nothing else');

/** The schema must have checked the values. */
export function resolveAlerts(raw: v.InferOutput<typeof alertsSchema>): AlertSettings {
  return alertSettingsFrom(raw);
}
