/**
 * Small checks that are combined into the check of a whole block. Each problem is reported with its position, in
 * Slack's words.
 */
import { isRecord, type Json } from '../json.ts';
import type { BlockProblem } from './problem.ts';

export type Surface = 'message' | 'modal' | 'home';

export interface Checking {
  surface: Surface;
  problems: BlockProblem[];
  blockIds: Set<string>;
}

export type Check = (value: unknown, pointer: string, checking: Checking) => void;

export function report(checking: Checking, code: string, message: string, pointer: string): void {
  checking.problems.push({ code, message, pointer });
}

export function string(most: number, least = 0): Check {
  return (value, pointer, checking) => {
    if (typeof value !== 'string') report(checking, 'invalid_type', 'must provide a string', pointer);
    else if (value.length > most) report(checking, 'too_long', `must be less than ${most + 1} characters`, pointer);
    else if (value.length < least) report(checking, 'too_short', `must be more than ${least - 1} characters`, pointer);
  };
}

export function number(least = -Infinity, most = Infinity): Check {
  return (value, pointer, checking) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      report(checking, 'invalid_type', 'must provide a number', pointer);
    else if (value < least || value > most)
      report(checking, 'out_of_range', `must be between ${least} and ${most}`, pointer);
  };
}

export const boolean: Check = (value, pointer, checking) => {
  if (typeof value !== 'boolean') report(checking, 'invalid_type', 'must provide a boolean', pointer);
};

export function oneOf(...allowed: readonly string[]): Check {
  return (value, pointer, checking) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      report(checking, 'invalid_value', `must be one of: ${allowed.join(', ')}`, pointer);
    }
  };
}

export function pattern(form: RegExp, what: string): Check {
  return (value, pointer, checking) => {
    if (typeof value !== 'string' || !form.test(value)) report(checking, 'invalid_value', `must be ${what}`, pointer);
  };
}

export function arrayOf(check: Check, most: number, least = 1): Check {
  return (value, pointer, checking) => {
    if (!Array.isArray(value)) return report(checking, 'invalid_type', 'must provide an array', pointer);
    if (value.length > most) report(checking, 'too_many', `no more than ${most} items allowed`, pointer);
    if (value.length < least) report(checking, 'too_few', `no fewer than ${least} items allowed`, pointer);
    for (const [at, item] of value.entries()) check(item, `${pointer}/${at}`, checking);
  };
}

export const anything: Check = () => {};

export interface Shape {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
  /** Checks rules about more than one field. */
  also?: (value: Json, pointer: string, checking: Checking) => void;
}

/** Accepts an object that has the required fields. Beside these, only the optional fields and `type` are allowed. */
export function shape({ required = {}, optional = {}, also }: Shape): Check {
  const known: Record<string, Check> = { type: anything, ...required, ...optional };
  return (value, pointer, checking) => {
    if (!isRecord(value)) return report(checking, 'invalid_type', 'must provide an object', pointer);
    for (const key of Object.keys(required)) {
      if (value[key] === undefined || value[key] === null)
        report(checking, 'missing_field', `missing required field: ${key}`, pointer);
    }
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined || item === null) continue;
      const check = Object.hasOwn(known, key) ? known[key] : undefined;
      if (check === undefined) report(checking, 'unknown_field', `invalid additional property: ${key}`, pointer);
      else check(item, `${pointer}/${key}`, checking);
    }
    also?.(value, pointer, checking);
  };
}

/** Chooses the check by `type`. `allowed`: the known types that are accepted here. */
export function byType(
  known: Readonly<Record<string, Check>>,
  allowed: ReadonlySet<string> = new Set(Object.keys(known)),
): Check {
  return (value, pointer, checking) => {
    if (!isRecord(value)) return report(checking, 'invalid_type', 'must provide an object', pointer);
    const { type } = value;
    if (typeof type !== 'string') return report(checking, 'missing_field', 'missing required field: type', pointer);
    const check = allowed.has(type) && Object.hasOwn(known, type) ? known[type] : undefined;
    if (check === undefined) report(checking, 'unsupported_type', `unsupported type: ${type}`, `${pointer}/type`);
    else check(value, pointer, checking);
  };
}
