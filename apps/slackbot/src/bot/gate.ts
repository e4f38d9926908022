/**
 * The gate: decides what a person may do, from what Slack says about them and the roles in the settings. Everything
 * that people reach passes it: commands, buttons, forms. Effects: Slack through the directory. Errors: none escape;
 * what can't be found out counts as no.
 */
import {
  type Ability,
  type AccessRules,
  mayName,
  type Person,
  type KnownKind,
  type PersonKind,
  type Refusal,
  type Rights,
  rightsOf,
  type RoleGrant,
  type Scope,
} from '@leadbell/domain';
import { type Directory, missingScope, type SlackUser } from '@leadbell/slack-kit';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';

export type Decision =
  | { readonly isAllowed: true; readonly kind: KnownKind; readonly scope: Scope }
  | { readonly isAllowed: false; readonly kind: KnownKind; readonly refusal: Refusal };

export interface Gate {
  /** The first of these abilities that is missing decides. */
  decide(user: string, ...needed: readonly Ability[]): Promise<Decision>;
  /** Those whom the settings name as admins by their id, and Slack's, up to 20; those who are known when Slack fails. */
  admins(): Promise<readonly string[]>;
  /** Also when Slack does not tell. */
  isSharedOutside(channel: string): Promise<boolean>;
}

export interface GateOptions {
  readonly directory: Pick<Directory, 'user' | 'admins' | 'channel' | 'isMember' | 'isIn'>;
  readonly rules: AccessRules;
  /** The workspace in which the person asks. */
  readonly workspace: string;
  /** All workspaces that Leadbell serves: their full members are members. */
  readonly served: readonly string[];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/** A form must open within 3 s of its press. */
const patienceMs = 1_500;
const adminsAtMost = 20;

/** These show a person, or rights; without `users:read` we can't know whether a guest asks. */
const needPerson: ReadonlySet<Ability> = new Set(['open a person', 'export', 'administer']);
const personScope = 'users:read';

type Known =
  | { readonly kind: PersonKind; readonly rights: Rights }
  | { readonly kind: 'unknown'; readonly why: 'unanswered' }
  | { readonly kind: 'unknown'; readonly why: 'scope'; readonly rights: Rights; readonly scope: string };

export function createGate(options: GateOptions): Gate {
  const { directory, rules, sleep, log } = options;

  async function know(user: string): Promise<Known> {
    let found: SlackUser | null;
    try {
      found = await directory.user(user);
    } catch (error) {
      const scope = missingScope(error);
      if (scope === null) throw error;
      const rights = await rightsIn({ kind: 'member', isAdmin: false }, user);
      return { kind: 'unknown', why: 'scope', rights, scope: scope === '' ? personScope : scope };
    }
    const person = personOf(found, options);
    return { kind: person.kind, rights: await rightsIn(person, user) };
  }

  async function rightsIn(person: Person, user: string): Promise<Rights> {
    const named: RoleGrant[] = [];
    for (const grant of rules.grants) {
      const may = mayName(grant, person.kind, user);
      if (may === 'yes' || (may === 'by group' && (await isInOne(grant, user)))) named.push(grant);
    }
    return rightsOf(person, named, rules);
  }

  async function isInOne({ groups, channels }: RoleGrant, user: string): Promise<boolean> {
    for (const group of groups) if (await directory.isMember(group, user)) return true;
    for (const channel of channels) if ((await directory.isIn(channel, user)) === true) return true;
    return false;
  }

  async function inTime<T>(work: Promise<T>): Promise<T | null> {
    const over = new AbortController();
    const late = sleep(patienceMs, over.signal).then(
      () => null,
      () => null,
    );
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      log.warn(errorFields(error), 'gate.unanswered');
      return null;
    } finally {
      over.abort();
    }
  }

  return {
    async decide(user, ...needed) {
      const known = (await inTime(know(user))) ?? ({ kind: 'unknown', why: 'unanswered' } as const);
      return decideFor(known, needed);
    },
    async admins() {
      const named = rules.grants.flatMap(({ role, users }) => (role === 'admin' ? users : []));
      const known = await directory.admins().catch((error: unknown) => {
        log.warn(errorFields(error), 'admins.unknown');
        return [];
      });
      return [...new Set([...named, ...known])].slice(0, adminsAtMost);
    },
    async isSharedOutside(channel) {
      if (/^[DUW]/.test(channel)) return false;
      return (await inTime(directory.channel(channel)))?.isSharedOutside ?? true;
    },
  };
}

/** Pure. */
function decideFor(known: Known, needed: readonly Ability[]): Decision {
  const [first = 'see lists'] = needed;
  const { kind } = known;
  if ('why' in known && known.why === 'unanswered')
    return { isAllowed: false, kind, refusal: { why: 'unanswered', ability: first } };
  let scope: Scope = 'all';
  for (const ability of needed) {
    if ('why' in known && needPerson.has(ability))
      return { isAllowed: false, kind, refusal: { why: 'scope', ability, scope: known.scope } };
    const given = known.rights.scopes.get(ability);
    if (given === undefined) {
      const isKnownRole = kind === 'member' || kind === 'unknown' || known.rights.roles.size > 0;
      return { isAllowed: false, kind, refusal: { why: isKnownRole ? 'role' : kind, ability } };
    }
    // Each ability has its own scope; those of one request must all hold.
    scope = narrower(scope, given);
  }
  return { isAllowed: true, kind, scope };
}

/**
 * Both hold. Each role has all abilities of the lower ones, so of two lists of areas one contains
 * the other.
 */
function narrower(one: Scope, other: Scope): Scope {
  if (one === 'all') return other;
  if (other === 'all') return one;
  return one.length <= other.length ? one : other;
}

function personOf(user: SlackUser | null, { workspace, served }: GateOptions): Person {
  if (user === null || user.isGone) return { kind: 'none', isAdmin: false };
  const isServed = user.teams.some((team) => served.includes(team));
  if (user.isStranger || !isServed) return { kind: 'outsider', isAdmin: false };
  if (user.isGuest) return { kind: 'guest', isAdmin: false };
  return { kind: 'member', isAdmin: user.isAdmin && user.teams.includes(workspace) };
}
