/** A short description of the access rules, for the log and the status. Pure. */
import { type AccessRules, openAccess, type Role, type RoleGrant } from './rights.ts';

export interface AccessSummary {
  /** The number of grants in the settings. */
  readonly roles: number;
  /** The role of full members whom no grant names; null: Leadbell refuses them. */
  readonly others: Role | null;
  /** Whether only members of certain user groups may subscribe and silence (`SUBSCRIPTION_EDITORS`). */
  readonly hasEditors: boolean;
  /** The grants as they are in the settings. */
  readonly grants: readonly RoleGrant[];
}

export function summarizeAccess(
  { grants, others }: AccessRules,
  subscriptionEditors: readonly string[] | null,
): AccessSummary {
  return { roles: grants.length, others, hasEditors: subscriptionEditors !== null, grants };
}

/** Whether nothing is configured. If so, each full member is a manager. */
export function isOpenAccess({ roles, others }: AccessSummary): boolean {
  return roles === 0 && others === openAccess.others;
}
