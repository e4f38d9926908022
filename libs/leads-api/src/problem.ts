/** Describes where an answer could not be read, and the kind of the value found there. Never the value. Pure. */
import { type FieldForm, formNames, type Id, isPlainNumber } from '@leadbell/domain';
import { isLongNumber } from './exact-numbers.ts';
import type { ContractProblem } from './leads-api.ts';
import { tooLarge } from './walker.ts';

/** One unreadable value; `path` is its own, such as `vehicles[0].modelYear`. */
export interface Fault {
  readonly path: string;
  readonly expected: string;
  readonly received: string;
}

export function faultOf(path: string, form: FieldForm, value: unknown): Fault {
  return { path, expected: formNames[form], received: kindOf(value) };
}

/**
 * `at`: the path of the bulk or lead with the fault; empty for the answer itself. `externalId`: the sender's number of
 * that lead.
 */
export function partProblem(at: string, fault: Fault, externalId: Id | null = null): ContractProblem {
  const path = joined(at, fault.path);
  // Words, and digits that may be a phone number, may identify a person.
  const lead = externalId !== null && isPlainNumber(externalId) ? externalId : null;
  return { kind: 'part', path, field: fieldOf(path), lead, expected: fault.expected, received: fault.received };
}

/** For an element among the leads that is not an object. */
export function leadProblem(wire: unknown, path: string): ContractProblem {
  return { kind: 'lead', path, field: fieldOf(path), lead: null, expected: 'object', received: kindOf(wire) };
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (value === tooLarge) return 'too much';
  // Whichever way it was parsed.
  if (isLongNumber(value)) return 'long number';
  return Array.isArray(value) ? 'array' : typeof value;
}

function joined(at: string, path: string): string {
  return at === '' || path === '' ? `${at}${path}` : `${at}.${path}`;
}

/** The path without its indexes: `leads.vehicles.modelYear`. */
function fieldOf(path: string): string {
  return path.replace(/\[\d+\]/g, '').replace(/^\./, '') || '(bulk)';
}
