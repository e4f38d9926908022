/**
 * Slack's descriptions of people and channels. Pure. Slack's answers are not trusted: if a field is missing or has
 * another type, it is read in the way that gives fewer rights.
 */
import * as v from 'valibot';

export interface SlackUser {
  /** The workspaces that the person belongs to. */
  readonly teams: readonly string[];
  /** Whether the person is from another company, and only shares a channel with this workspace. */
  readonly isStranger: boolean;
  /** Single-channel or multi-channel. */
  readonly isGuest: boolean;
  /** Whether the person is an owner or admin of their workspace. */
  readonly isAdmin: boolean;
  /** Whether the person is deactivated, or a bot. */
  readonly isGone: boolean;
}

export interface SlackChannel {
  /** Whether people of other companies are in the channel, or are invited. */
  readonly isSharedOutside: boolean;
  /** Whether only invited people are members. */
  readonly isPrivate: boolean;
}

const flag = v.fallback(v.boolean(), false);
/** The field counts as true unless it is missing or false. */
const warning = v.pipe(
  v.optional(v.unknown(), false),
  v.transform((value) => value !== false && value !== null),
);

const userSchema = v.object({
  team_id: v.fallback(v.string(), ''),
  deleted: warning,
  is_bot: warning,
  is_workflow_bot: warning,
  is_stranger: warning,
  is_restricted: warning,
  is_ultra_restricted: warning,
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  enterprise_user: v.fallback(v.optional(v.object({ teams: v.fallback(v.array(v.string()), []) })), undefined),
});

const nobody: SlackUser = { teams: [], isStranger: true, isGuest: true, isAdmin: false, isGone: true };

export function readUser(raw: unknown): SlackUser {
  const read = v.safeParse(userSchema, raw);
  if (!read.success) return nobody;
  const user = read.output;
  return {
    teams: [user.team_id, ...(user.enterprise_user?.teams ?? [])].filter((team) => team !== ''),
    isStranger: user.is_stranger,
    isGuest: user.is_restricted || user.is_ultra_restricted,
    isAdmin: user.is_admin || user.is_owner || user.is_primary_owner,
    isGone: user.deleted || user.is_bot || user.is_workflow_bot,
  };
}

/** If a channel has only `is_org_shared`, it is shared within one company. */
const channelSchema = v.object({
  is_private: flag,
  is_ext_shared: warning,
  is_pending_ext_shared: warning,
  pending_shared: v.fallback(v.array(v.unknown()), []),
});

export function readChannel(raw: unknown): SlackChannel {
  const read = v.safeParse(channelSchema, raw);
  if (!read.success) return { isSharedOutside: true, isPrivate: false };
  const { is_ext_shared: isShared, is_pending_ext_shared: isPending, pending_shared: pending } = read.output;
  return { isSharedOutside: isShared || isPending || pending.length > 0, isPrivate: read.output.is_private };
}
