/**
 * The rights of people. Pure. They come from the roles in the settings and from what Slack says about a person, never from
 * a value in a button or a form.
 */
import { foldText } from '../text/fold.ts';
import type { CountedLead } from '../leads/counted-lead.ts';
import { installationAliases } from '../leads/value-aliases.ts';

/** The abilities that commands, buttons and forms need. `open a person` includes finding a person. */
export const abilities = [
  'see lists',
  'open a person',
  'export',
  'act on alerts',
  'silence',
  'subscribe here',
  'share',
  'administer',
] as const;
export type Ability = (typeof abilities)[number];

export const roles = ['viewer', 'agent', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

const viewer = ['see lists'] as const;
const agent = [...viewer, 'open a person', 'act on alerts', 'share'] as const;
const manager = [...agent, 'export', 'silence', 'subscribe here'] as const;

const roleAbilities: Readonly<Record<Role, ReadonlySet<Ability>>> = {
  viewer: new Set(viewer),
  agent: new Set(agent),
  manager: new Set(manager),
  admin: new Set(abilities),
};

/**
 * `guest`: of this workspace, single-channel or multi-channel. `outsider`: of a workspace that Leadbell does not serve.
 * `none`: deactivated, a bot, or unknown to Slack.
 */
export type PersonKind = 'member' | 'guest' | 'outsider' | 'none';

/** `unknown`: Slack does not say. */
export type KnownKind = PersonKind | 'unknown';

export interface Person {
  readonly kind: PersonKind;
  /** Owner or admin of the workspace, as set in Slack. */
  readonly isAdmin: boolean;
}

/**
 * A lead is inside when it has one of the brands and one of the branches, in any case and in any spelling that the
 * settings name. Absent: any.
 */
export interface Area {
  readonly brands?: readonly string[];
  readonly branches?: readonly string[];
}

/** All leads, or those in one of these areas. Never empty. */
export type Scope = 'all' | readonly Area[];

/** Gives a role to everyone whom it names. */
export interface RoleGrant extends Area {
  readonly role: Role;
  /** Ids of Slack users. Only this names guests and outsiders. */
  readonly users: readonly string[];
  /** Ids of Slack user groups. */
  readonly groups: readonly string[];
  /** Ids of channels: their members have the role, wherever they ask. */
  readonly channels: readonly string[];
}

export interface AccessRules {
  readonly grants: readonly RoleGrant[];
  /** The role of members of the workspace whom no grant names; null: no rights. */
  readonly others: Role | null;
}

/** Without configuration each member of a workspace is a manager. */
export const openAccess: AccessRules = { grants: [], others: 'manager' };

/**
 * `unanswered`: Slack does not say in time who the person is. `scope`: the app must be installed again, with this
 * scope. `role`: the person is known, and their role is too low.
 */
export type Refusal =
  | { readonly why: 'guest' | 'outsider' | 'none' | 'unanswered' | 'role' | 'no role'; readonly ability: Ability }
  | { readonly why: 'scope'; readonly ability: Ability; readonly scope: string };

/** The rights of one person. */
export interface Rights {
  readonly roles: ReadonlySet<Role>;
  /** If an ability is missing here, no one gets it. */
  readonly scopes: ReadonlyMap<Ability, Scope>;
}

export const noRights: Rights = { roles: new Set(), scopes: new Map() };

/**
 * `named`: the grants that certainly name the person. `isCertain`: no other grant can name them; otherwise the role of
 * the others, which may be higher, is not given.
 */
export function rightsOf(
  person: Person,
  { named, isCertain }: { readonly named: readonly RoleGrant[]; readonly isCertain: boolean },
  { others }: AccessRules,
): Rights {
  if (person.kind === 'none') return noRights;
  const isMember = person.kind === 'member';
  if (isMember && person.isAdmin) return rightsFrom([{ role: 'admin' }]);
  if (named.length > 0) return rightsFrom(named);
  return isMember && isCertain && others !== null ? rightsFrom([{ role: others }]) : noRights;
}

/** Only a grant that names the user's own id counts for a guest or an outsider. */
export function mayName(grant: RoleGrant, kind: PersonKind, user: string): 'yes' | 'no' | 'by group' {
  if (kind === 'none') return 'no';
  if (grant.users.includes(user)) return 'yes';
  return kind === 'member' && grant.groups.length + grant.channels.length > 0 ? 'by group' : 'no';
}

function rightsFrom(given: readonly (Area & { readonly role: Role })[]): Rights {
  const scopes = new Map<Ability, Scope>();
  for (const { role, brands, branches } of given) {
    const area: Area = { ...(brands === undefined ? {} : { brands }), ...(branches === undefined ? {} : { branches }) };
    const isAll = brands === undefined && branches === undefined;
    for (const ability of roleAbilities[role]) {
      const before = scopes.get(ability);
      if (before === 'all') continue;
      scopes.set(ability, isAll ? 'all' : [...(before ?? []), area]);
    }
  }
  return { roles: new Set(given.map(({ role }) => role)), scopes };
}

/** Whether a lead is in the scope. A lead without a brand or a branch is in no area that names one. */
export function scopeMatcher(scope: Scope): (lead: Pick<CountedLead, 'brand' | 'branch'>) => boolean {
  if (scope === 'all') return () => true;
  const areas = scope.map(
    ({ brands, branches }) => [spellings('brand', brands), spellings('branch', branches)] as const,
  );
  return ({ brand, branch }) => areas.some(([brands, branches]) => holds(brands, brand) && holds(branches, branch));
}

/**
 * Whether some of a bulk's errored leads may be in the scope. Their brands and branches are known only separately, so a
 * bulk with one lead of the brand and another of the branch counts too.
 */
export function touchesScope(
  { brand, branch }: { readonly brand: readonly string[]; readonly branch: readonly string[] },
  scope: Scope,
): boolean {
  if (scope === 'all') return true;
  return scope.some(
    ({ brands, branches }) =>
      (brands === undefined || brand.some((one) => holds(spellings('brand', brands), one))) &&
      (branches === undefined || branch.some((one) => holds(spellings('branch', branches), one))),
  );
}

/** Whether everything with these values is in the scope. */
export function isWithinScope(
  { brand, branch }: { readonly brand: readonly string[]; readonly branch: readonly string[] },
  scope: Scope,
): boolean {
  if (scope === 'all') return true;
  return scope.some(
    ({ brands, branches }) =>
      hasAll(spellings('brand', brands), brand) && hasAll(spellings('branch', branches), branch),
  );
}

function hasAll(names: ReadonlySet<string> | null, values: readonly string[]): boolean {
  return names === null || (values.length > 0 && values.every((one) => holds(names, one)));
}

/** Equal for scopes that contain the same leads by the same words; for the key of a cached answer. */
export function scopeKey(scope: Scope): string {
  if (scope === 'all') return 'all';
  const areas = scope.map(({ brands, branches }) =>
    JSON.stringify([keysOf('brand', brands), keysOf('branch', branches)]),
  );
  return JSON.stringify([...new Set(areas)].toSorted());
}

function keysOf(filter: 'brand' | 'branch', names: readonly string[] | undefined): readonly string[] | null {
  return names?.map((one) => installationAliases.keyOf(filter, one)).toSorted() ?? null;
}

/** All spellings of the names. */
function spellings(filter: 'brand' | 'branch', names: readonly string[] | undefined): ReadonlySet<string> | null {
  if (names === undefined) return null;
  return new Set(names.flatMap((one) => installationAliases.spellings(filter, one)).map(foldText));
}

function holds(words: ReadonlySet<string> | null, value: string | null): boolean {
  return words === null || (value !== null && words.has(foldText(value)));
}
