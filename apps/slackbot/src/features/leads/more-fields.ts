/**
 * The fields that an opened lead shows only with *More*: few people need them, and they reveal much about a person.
 * Pure.
 */
import type { Lead } from '@leadbell/domain';
import { placesOfFields } from './places-of-fields.ts';

const addressFields = ['address1', 'address2', 'customerCity', 'customerRegion', 'customerCountry'] as const;
const moreFields = ['nationality', 'dateOfBirth', 'monthlyIncome', ...addressFields] as const;

const onlyMore: ReadonlySet<string> = new Set(moreFields);

export function hasMore(lead: Lead): boolean {
  return moreFields.some((field) => isGiven(lead[field]));
}

/** Returns the names of the fields that have a value and are shown. */
export function fieldsShown(lead: Lead, isMore: boolean): readonly string[] {
  const fields = Object.keys(placesOfFields) as (keyof Lead)[];
  return fields.filter(
    (field) => placesOfFields[field] !== 'not shown' && (isMore || !onlyMore.has(field)) && isGiven(lead[field]),
  );
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
