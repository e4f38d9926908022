/** The access rules in a few facts, for the log and the status. Pure. */
import { type AccessRules, openAccess, type Role, type RoleGrant } from './rights.ts';

export interface AccessSummary {
  /** The number of roles in the settings. */
  readonly roles: number;
  /** The role of full members whom no other role names; null: they are refused. */
  readonly others: Role | null;
  /** Only members of certain user groups subscribe and silence (`SUBSCRIPTION_EDITORS`). */
  readonly hasEditors: boolean;
  /** The value in the settings. */
  readonly grants: readonly RoleGrant[];
}

export function summarizeAccess(
  { grants, others }: AccessRules,
  subscriptionEditors: readonly string[] | null,
): AccessSummary {
  return { roles: grants.length, others, hasEditors: subscriptionEditors !== null, grants };
}

/** Nothing is configured, so each full member is a manager. */
export function isOpenAccess({ roles, others }: AccessSummary): boolean {
  return roles === 0 && others === openAccess.others;
}
