/**
 * Decides what a person may do. Pure. Rights come from the roles in the settings and from what Slack says about the
 * person, never from a value in a button or a form.
 */
import { foldText } from '../text/fold.ts';
import type { CountedLead } from '../leads/counted-lead.ts';
import { installationAliases } from '../leads/value-aliases.ts';

/** The abilities that commands, buttons and forms require. `open a person` includes searching for a person. */
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
 * `guest`: a guest of this workspace, single-channel or multi-channel. `outsider`: a member of a workspace that
 * Leadbell does not serve. `none`: deactivated, a bot, or unknown to Slack.
 */
export type PersonKind = 'member' | 'guest' | 'outsider' | 'none';

/** `unknown`: Slack does not say what kind of person it is. */
export type KnownKind = PersonKind | 'unknown';

export interface Person {
  readonly kind: PersonKind;
  /** Whether the person is an owner or admin of the workspace in Slack. */
  readonly isAdmin: boolean;
}

/**
 * The leads that have one of these brands and one of these branches; if a list is absent, any value counts. Names that
 * differ only in case, or that the settings declare equal, count as the same name.
 */
export interface Area {
  readonly brands?: readonly string[];
  readonly branches?: readonly string[];
}

/** All leads, or the leads that are in at least one of these areas. A scope without areas contains no lead. */
export type Scope = 'all' | readonly Area[];

/** Gives a role to the people whom it names. */
export interface RoleGrant extends Area {
  readonly role: Role;
  /** The ids of Slack users. Guests and outsiders get a role only if their id is listed here. */
  readonly users: readonly string[];
  /** The ids of Slack user groups. */
  readonly groups: readonly string[];
  /** The ids of channels; their members have the role in every channel. */
  readonly channels: readonly string[];
}

export interface AccessRules {
  readonly grants: readonly RoleGrant[];
  /** The role of full members whom no grant names; null: no rights. */
  readonly others: Role | null;
}

/** If nothing is configured, each full member of the workspace is a manager. */
export const openAccess: AccessRules = { grants: [], others: 'manager' };

/**
 * `unanswered`: Slack did not say in time who the person is. `scope`: the app must be installed again to get this
 * scope. `role`: Slack says who the person is, but their role does not have the ability.
 */
export type Refusal =
  | { readonly why: 'guest' | 'outsider' | 'none' | 'unanswered' | 'role' | 'no role'; readonly ability: Ability }
  | { readonly why: 'scope'; readonly ability: Ability; readonly scope: string };

/** The rights of one person. */
export interface Rights {
  readonly roles: ReadonlySet<Role>;
  /** The scope of each ability that the person has. */
  readonly scopes: ReadonlyMap<Ability, Scope>;
}

export const noRights: Rights = { roles: new Set(), scopes: new Map() };

/**
 * `named`: the grants that certainly name the person. `isCertain`: whether it is known that no other grant names the
 * person. Otherwise the person does not get the role `others`, because another grant may name them and give a lower
 * role.
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

/** For a guest or an outsider, only a grant with the user's own id counts. */
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

/**
 * Returns a function that tests whether a lead is in the scope. A lead without a brand is in no area that names brands;
 * the same holds for branches.
 */
export function scopeMatcher(scope: Scope): (lead: Pick<CountedLead, 'brand' | 'branch'>) => boolean {
  if (scope === 'all') return () => true;
  const areas = scope.map(
    ({ brands, branches }) => [spellings('brand', brands), spellings('branch', branches)] as const,
  );
  return ({ brand, branch }) => areas.some(([brands, branches]) => holds(brands, brand) && holds(branches, branch));
}

/**
 * Whether some errored leads of a bulk may be in the scope. The brands and the branches of these leads are known only
 * as two separate lists. So the result is also true if one lead has the brand and another has the branch.
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

/** Whether all leads with these values are in the scope. */
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

/** Returns a key for cached answers. Scopes with the same key contain the same leads. */
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

/** Returns all spellings of the names. */
function spellings(filter: 'brand' | 'branch', names: readonly string[] | undefined): ReadonlySet<string> | null {
  if (names === undefined) return null;
  return new Set(names.flatMap((one) => installationAliases.spellings(filter, one)).map(foldText));
}

function holds(words: ReadonlySet<string> | null, value: string | null): boolean {
  return words === null || (value !== null && words.has(foldText(value)));
}
