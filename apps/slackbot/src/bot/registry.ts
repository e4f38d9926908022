/**
 * Builds the registry of commands, buttons and forms from the features. Pure. Throws a `RangeError` that names anything
 * that is declared twice, or used without being declared.
 */
import type { Ability, Scope } from '@leadbell/domain';
import * as v from 'valibot';
import type { Registry } from './contract.ts';
import { actionIds, type ActionId, readActionId } from '../cards/action-ids.ts';
import { parseWords } from '../commands/parse.ts';
import { decodeQuery } from '../queries/query-codec.ts';
import { readQueryWith } from '../queries/fields.ts';
import type { Query } from '../queries/query.ts';
import type { Services } from '../reports/context.ts';
import type { Act, Feature, Given, PressKind } from './contract.ts';
import { actOfCommand } from './inbox/command-act.ts';
import { createOwn } from './own.ts';

const ofCommand = v.object({ command: v.string() });

export function createRegistry(brought: readonly Feature[]): Registry {
  const commands = unique(
    'command',
    brought.flatMap((feature) => (feature.commands ?? []).map((one) => [one.name, one] as const)),
  );
  const typed = [...commands.values()].filter(({ isTyped = true }) => isTyped);
  const features = [createOwn({ readQuery, needs: needsOfQuery }), ...brought];
  const presses = unique(
    'press',
    features.flatMap((feature) => Object.entries(feature.presses ?? {})),
  ) as ReadonlyMap<ActionId, PressKind>;
  const shortcuts = unique(
    'shortcut',
    features.flatMap((feature) => Object.entries(feature.shortcuts ?? {})),
  );
  const forms = unique(
    'form',
    features.flatMap((feature) => Object.entries(feature.forms ?? {})),
  );
  const acts = unique('act', [
    ...features.flatMap((feature) => Object.entries(feature.acts ?? {})),
    ...[...commands.values()].flatMap(({ name, does }) =>
      does === 'reads' ? [] : [[name, actOfCommand(name, does, { readQuery, needs: needsOfQuery })] as const],
    ),
  ]);
  const undeclared = Object.values(actionIds).filter((id) => !presses.has(id));
  if (undeclared.length > 0) throw new RangeError(`no feature says what a press of ${undeclared.join(', ')} is`);
  const missing = [...forms.values(), ...[...presses.values()].flatMap(actOf)].filter((name) => !acts.has(name));
  if (missing.length > 0) throw new RangeError(`no feature has the act ${missing.join(', ')}`);

  const findAct = (name: string): Act<unknown> | null => acts.get(name) ?? null;
  const given = (name: string, what: unknown): Given | null =>
    findAct(name)?.read(what) == null ? null : { name, what };

  function readQuery(raw: unknown): Query | null {
    const named = v.safeParse(ofCommand, raw);
    const command = named.success ? commands.get(named.output.command) : undefined;
    return command === undefined ? null : readQueryWith(command.query, raw);
  }
  function needsOfQuery(query: Query): readonly Ability[] {
    const needs = commands.get(query.command)?.needs ?? 'administer';
    const own = typeof needs === 'string' ? needs : needs(query);
    return query.share ? [own, 'share'] : [own];
  }
  /** Remembers the newest value, because each press is read twice: to see whether it is an act, and to answer it. */
  let last: { readonly value: string; readonly query: Query | null } | null = null;
  function decode(value: string): Query | null {
    if (last?.value !== value) last = { value, query: readQuery(decodeQuery(value)) };
    return last.query;
  }

  function actOfQuery(query: Query): Given | null {
    if (query.share) return given('share', query);
    return acts.has(query.command) && commands.has(query.command) ? given(query.command, query) : null;
  }
  return {
    commands: [...commands.values()],
    listeners: features.flatMap(({ listen = [] }) => listen),
    shortcuts: Object.fromEntries(shortcuts),
    forms: Object.fromEntries(forms),
    acts: Object.fromEntries(acts),
    parse: (text, context) => parseWords(text, context, typed),
    findAct,
    readQuery,
    decodeQuery: decode,
    needsOfQuery,
    within: createWithin(features),
    fillsChannel: (query) => query.share || commands.get(query.command)?.fillsChannel?.(query) === true,
    isPrivate: (query) => commands.get(query.command)?.isPrivate === true,
    needsOfPress(actionId) {
      const id = readActionId(actionId);
      const kind = id === null ? undefined : presses.get(id);
      return kind === undefined || kind === 'asks' ? null : kind.reads;
    },
    actOfQuery,
    actOfPress(actionId, value) {
      const id = readActionId(actionId);
      const kind = (id === null ? undefined : presses.get(id)) ?? null;
      if (kind === null || (kind !== 'asks' && kind.act === undefined)) return null;
      if (kind !== 'asks' && kind.act !== 'share') return given(kind.act ?? '', value);
      const query = decode(value);
      if (query === null) return null;
      return actOfQuery(kind === 'asks' ? query : { ...query, share: true });
    },
  };
}

/** Limits services to a scope. The result is cached only for the scope `all`. */
function createWithin(features: readonly Feature[]): Registry['within'] {
  const ofAll = new WeakMap<Services, Services>();
  const make = (services: Services, scope: Scope): Services =>
    features.reduce((so, { within }) => ({ ...so, ...within?.(so, scope) }), services);
  return (services, scope) => {
    if (scope !== 'all') return make(services, scope);
    const made = ofAll.get(services) ?? make(services, scope);
    ofAll.set(services, made);
    return made;
  };
}

function actOf(kind: PressKind): string[] {
  return kind === 'asks' || kind.act === undefined ? [] : [kind.act];
}

function unique<T>(what: string, all: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [name, one] of all) {
    if (found.has(name)) throw new RangeError(`two features have the ${what} ${name}`);
    found.set(name, one);
  }
  return found;
}
