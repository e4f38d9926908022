/**
 * The gate: decides from Slack's information about a person and from the roles in the settings what
 * the person may do. The gate is asked about every command, button and form. Effects: asks Slack
 * through the directory. Errors: none escape; if something can't be found out, the gate refuses.
 */
import {
  type Ability,
  type AccessRules,
  mayName,
  noRights,
  type Person,
  type KnownKind,
  type Refusal,
  type Rights,
  rightsOf,
  type RoleGrant,
  type Scope,
} from '@leadbell/domain';
import { type Directory, missingScope, type SlackUser } from '@leadbell/slack-kit';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';
import { within } from '../within.ts';

export type Decision =
  | { readonly isAllowed: true; readonly kind: KnownKind; readonly scope: Scope }
  | { readonly isAllowed: false; readonly kind: KnownKind; readonly refusal: Refusal };

type Refused = Extract<Decision, { readonly isAllowed: false }>;

export interface Gate {
  /** Allows the request only if the person has all these abilities; a refusal names the first missing one. */
  decide(user: string, ...needed: readonly Ability[]): Promise<Decision>;
  /** Decides like `decide`, but gives Slack longer to say who the person is. Use it for requests that open no form. */
  decidePatiently(user: string, ...needed: readonly Ability[]): Promise<Decision>;
  /**
   * Refuses a guest or a person from another company, unless a role names them. Also refuses an id without an active
   * account. Returns null for everyone else. Never asks Slack, so it returns null for people whom we don't know yet.
   */
  refuseKnown(user: string, ability: Ability): Refused | null;
  /**
   * Refuses like `refuseKnown`, but first asks Slack about a person whom we don't know yet. Returns null if Slack does
   * not answer at once.
   */
  refuseFirst(user: string, ability: Ability): Promise<Refused | null>;
  /** The admins whom the settings name by their id, and the workspace's own admins; 20 at most. */
  admins(): Promise<Admins>;
  /** Whether people from other companies can read the channel; true if Slack does not answer. */
  isSharedOutside(channel: string): Promise<boolean>;
}

export interface Admins {
  readonly ids: readonly string[];
  /** Whether the workspace's own admins are missing, because Slack does not answer. */
  readonly isUnanswered: boolean;
}

export interface GateOptions {
  readonly directory: Pick<
    Directory,
    'user' | 'rememberedUser' | 'freshUser' | 'admins' | 'channel' | 'freshChannel' | 'isMember' | 'isMemberOf'
  >;
  /** The directory of another workspace that Leadbell serves; null for any other. */
  readonly directoryOf: (workspace: string) => Pick<Directory, 'user' | 'rememberedUser'> | null;
  readonly rules: AccessRules;
  /** The workspace in which the person uses the bot. */
  readonly workspace: string;
  /** All workspaces that Leadbell serves: full members of any of them count as members. */
  readonly isServed: (workspace: string) => boolean;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/** A form must open within 3 s of the press. */
const patienceMs = 1_500;
/** A command or an act opens no form, so it can wait longer. */
const longPatienceMs = 5_000;
const adminsAtMost = 20;
/** Short, because the act must also be stored and acknowledged within Slack's 3 s. */
export const firstPatienceMs = 700;
/** The list of admins can take longer, because no person waits for it. */
const adminsPatienceMs = 20_000;

/** Abilities that show no personal data and change at most the state of an alert. */
const withoutPerson: ReadonlySet<Ability> = new Set(['see lists', 'act on alerts']);
const personScope = 'users:read';

/** The reason why we don't know a person's rights for certain: Slack does not answer now, or a scope is missing. */
type Doubt = { readonly why: 'unanswered' } | { readonly why: 'scope'; readonly scope: string };

interface Known {
  readonly kind: KnownKind;
  readonly rights: Rights;
  /** If not null, we could not find out everything, and the person may have more rights than these. */
  readonly doubt: Doubt | null;
}

export function createGate(options: GateOptions): Gate {
  const { directory, directoryOf, rules, workspace, isServed, sleep, log } = options;
  const publicChannels = new Set<string>();
  /** Decisions; the keys are Slack's answers. The directory returns the same object until it asks Slack again. */
  let decided = new WeakMap<SlackUser, Known>();
  /** The roles on which `decided` is based; they change when their file changes. */
  let decidedBy: AccessRules | null = null;

  /**
   * Decides without asking Slack, because nearly every request comes from a person who made another request a moment
   * ago. Null if Slack has to be asked.
   */
  function knowAtOnce(user: string): Known | null {
    const found = directory.freshUser(user);
    if (found == null || !found.teams.includes(workspace)) return null;
    const { grants, others } = rules;
    if (grants !== decidedBy?.grants || others !== decidedBy.others) decided = new WeakMap();
    decidedBy = { grants, others };
    const known = decided.get(found) ?? decidedFrom(personOf(found, options), user);
    if (known !== null) decided.set(found, known);
    return known;
  }

  /** Decides from the person alone; null if the rights depend on the members of a group or a channel. */
  function decidedFrom(person: Person, user: string): Known | null {
    const named = rules.grants.map((grant) => ({ grant, may: mayName(grant, person.kind, user) }));
    if (named.some(({ may }) => may === 'by group')) return null;
    const grants = named.flatMap(({ grant, may }) => (may === 'yes' ? [grant] : []));
    return { kind: person.kind, rights: rightsOf(person, { named: grants, isCertain: true }, rules), doubt: null };
  }

  async function know(user: string): Promise<Known> {
    let found: SlackUser | null;
    try {
      found = await lookUp(user);
    } catch (error) {
      const doubt = doubtOf(error, log);
      if (doubt.why === 'unanswered') return unanswered;
      const { rights } = await rightsIn({ kind: 'member', isAdmin: false }, user);
      return { kind: 'unknown', rights: only(withoutPerson, rights), doubt };
    }
    const person = personOf(found, options);
    return { kind: person.kind, ...(await rightsIn(person, user)) };
  }

  /** Asks the person's own workspace, because only it knows for certain whether they are a guest there. */
  async function lookUp(user: string): Promise<SlackUser | null> {
    const found = await directory.user(user);
    if (found === null || found.teams.includes(workspace)) return found;
    const home = found.teams.find(isServed);
    if (home === undefined) return found;
    return (await directoryOf(home)?.user(user)) ?? null;
  }

  function knownUser(user: string): SlackUser | null | undefined {
    const found = directory.rememberedUser(user);
    if (found === undefined || found === null || found.teams.includes(workspace)) return found;
    const home = found.teams.find(isServed);
    return home === undefined ? found : directoryOf(home)?.rememberedUser(user);
  }

  async function rightsIn(person: Person, user: string): Promise<Pick<Known, 'rights' | 'doubt'>> {
    const answers = await Promise.all(
      rules.grants.map(async (grant) => {
        const may = mayName(grant, person.kind, user);
        return { grant, is: may === 'by group' ? await isInOne(grant, user) : may === 'yes' };
      }),
    );
    const named = answers.flatMap(({ grant, is }) => (is === true ? [grant] : []));
    const doubt = answers.map(({ is }) => is).find((is) => typeof is === 'object') ?? null;
    return { rights: rightsOf(person, { named, isCertain: doubt === null }, rules), doubt };
  }

  async function isInOne({ groups, channels }: RoleGrant, user: string): Promise<boolean | Doubt> {
    const all = await Promise.all([
      ...groups.map((group) => answered(directory.isMember(group, user))),
      ...channels.map((channel) => answered(isInPrivate(channel, user))),
    ]);
    return all.includes(true) || (all.find((one) => typeof one === 'object') ?? false);
  }

  /** False for a public channel, because anyone could join it to get its role. */
  async function isInPrivate(channel: string, user: string): Promise<boolean> {
    const found = await directory.channel(channel);
    if (found?.isPrivate === true) return directory.isMemberOf(channel, user);
    // Log each channel once, although it is checked for each person.
    if (!publicChannels.has(channel)) log.warn({ channel }, 'access.public-channel');
    publicChannels.add(channel);
    return false;
  }

  async function answered(work: Promise<boolean>): Promise<boolean | Doubt> {
    try {
      return await work;
    } catch (error) {
      return doubtOf(error, log);
    }
  }

  async function inTime<T>(work: Promise<T>, ms = patienceMs): Promise<T | null> {
    try {
      return await within(ms, work, sleep);
    } catch (error) {
      log.warn(errorFields(error), 'gate.unanswered');
      return null;
    }
  }

  /** The workspace's own admins; null while Slack does not answer, empty if the app may not ask. */
  async function ownAdmins(): Promise<readonly string[] | null> {
    try {
      const known = await within(adminsPatienceMs, directory.admins(), sleep);
      return known?.filter(({ user }) => personOf(user, options).isAdmin).map(({ id }) => id) ?? null;
    } catch (error) {
      return doubtOf(error, log).why === 'scope' ? [] : null;
    }
  }

  function refuseKnown(user: string, ability: Ability): Refused | null {
    const found = knownUser(user);
    if (found === undefined) return null;
    const { kind } = personOf(found, options);
    if (kind === 'member' || rules.grants.some((grant) => mayName(grant, kind, user) === 'yes')) return null;
    return { isAllowed: false, kind, refusal: { why: kind, ability } };
  }

  return {
    async decide(user, ...needed) {
      return decideFor(knowAtOnce(user) ?? (await inTime(know(user))) ?? unanswered, needed);
    },
    async decidePatiently(user, ...needed) {
      return decideFor(knowAtOnce(user) ?? (await inTime(know(user), longPatienceMs)) ?? unanswered, needed);
    },
    refuseKnown,
    async refuseFirst(user, ability) {
      if (knownUser(user) === undefined) await inTime(know(user), firstPatienceMs);
      return refuseKnown(user, ability);
    },
    async admins() {
      const named = rules.grants.flatMap(({ role, users }) => (role === 'admin' ? users : []));
      const own = await ownAdmins();
      const ids = [...new Set([...named, ...(own ?? [])])].slice(0, adminsAtMost);
      return { ids, isUnanswered: own === null };
    },
    async isSharedOutside(channel) {
      if (/^[DUW]/.test(channel)) return false;
      const found = directory.freshChannel(channel) ?? (await inTime(directory.channel(channel)));
      return found?.isSharedOutside ?? true;
    },
  };
}

const unanswered: Known = { kind: 'unknown', rights: noRights, doubt: { why: 'unanswered' } };

/** Pure. */
function decideFor({ kind, rights, doubt }: Known, needed: readonly Ability[]): Decision {
  let scope: Scope = 'all';
  for (const ability of needed) {
    const given = rights.scopes.get(ability);
    if (given === undefined) return { isAllowed: false, kind, refusal: refusalFor(ability, { kind, rights, doubt }) };
    // Each ability has its own scope; a request is limited to the leads that are in all of these scopes.
    scope = narrower(scope, given);
  }
  return { isAllowed: true, kind, scope };
}

function refusalFor(ability: Ability, { kind, rights, doubt }: Known): Refusal {
  if (doubt !== null) return { ...doubt, ability };
  if (rights.roles.size > 0) return { why: 'role', ability };
  return { why: kind === 'member' || kind === 'unknown' ? 'no role' : kind, ability };
}

/**
 * Turns an error into the reason for doubt. Logs the error, unless the app lacks a scope: missing
 * scopes were already reported at the start.
 */
function doubtOf(error: unknown, log: Log): Doubt {
  const scope = missingScope(error);
  if (scope !== null) return { why: 'scope', scope: scope === '' ? personScope : scope };
  log.warn(errorFields(error), 'gate.unanswered');
  return { why: 'unanswered' };
}

function only(abilities: ReadonlySet<Ability>, { roles, scopes }: Rights): Rights {
  return { roles, scopes: new Map([...scopes].filter(([ability]) => abilities.has(ability))) };
}

/**
 * The leads that both scopes contain. One of the two lists of areas contains the other, because each role has all
 * abilities of the lower roles.
 */
function narrower(one: Scope, other: Scope): Scope {
  if (one === 'all') return other;
  if (other === 'all') return one;
  return one.length <= other.length ? one : other;
}

function personOf(
  user: SlackUser | null,
  { workspace, isServed }: Pick<GateOptions, 'workspace' | 'isServed'>,
): Person {
  if (user === null || user.isGone) return { kind: 'none', isAdmin: false };
  const isOurs = user.teams.some(isServed);
  if (user.isStranger || !isOurs) return { kind: 'outsider', isAdmin: false };
  if (user.isGuest) return { kind: 'guest', isAdmin: false };
  return { kind: 'member', isAdmin: user.isAdmin && user.teams.includes(workspace) };
}
