/**
 * Describes where an answer was unreadable, and the kind of the value there. A problem never contains the value. Pure.
 */
import { type FieldForm, formNames, type Id, isPlainNumber } from '@leadbell/domain';
import { isLongNumber } from './exact-numbers.ts';
import type { ContractProblem } from './leads-api.ts';
import { tooLarge } from './walker.ts';

/** One unreadable value; `path` is relative to its bulk or lead, such as `vehicles[0].modelYear`. */
export interface Fault {
  readonly path: string;
  readonly expected: string;
  readonly received: string;
}

export function faultOf(path: string, form: FieldForm, value: unknown): Fault {
  return { path, expected: formNames[form], received: kindOf(value) };
}

/**
 * `at`: the path of the bulk or lead that has the value; empty for the answer itself. `externalId`: the external id
 * of that lead.
 */
export function partProblem(at: string, fault: Fault, externalId: Id | null = null): ContractProblem {
  const path = joined(at, fault.path);
  // A number with letters, or with as many digits as a phone number, may identify a person.
  const lead = externalId !== null && isPlainNumber(externalId) ? externalId : null;
  return { kind: 'part', path, field: fieldOf(path), lead, expected: fault.expected, received: fault.received };
}

/** The problem to report when an element in the list of leads is not an object. */
export function leadProblem(wire: unknown, path: string): ContractProblem {
  return { kind: 'lead', path, field: fieldOf(path), lead: null, expected: 'object', received: kindOf(wire) };
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (value === tooLarge) return 'too much';
  // `isLongNumber` is true both for a parsed number and for a text that replaced one.
  if (isLongNumber(value)) return 'long number';
  return Array.isArray(value) ? 'array' : typeof value;
}

function joined(at: string, path: string): string {
  return at === '' || path === '' ? `${at}${path}` : `${at}.${path}`;
}

/** The path without its indexes, such as `leads.vehicles.modelYear`. */
function fieldOf(path: string): string {
  return path.replace(/\[\d+\]/g, '').replace(/^\./, '') || '(bulk)';
}
