/**
 * Slack's error codes with their meaning for us, in one table. Pure. The codes are those that Slack documents for the
 * methods in use (`libs/testing/cases/slack-codes.json`); a test compares both lists. To add a code, give it a class;
 * nothing else is needed.
 */

/**
 * `channel`: we can't post in this channel, or to this person. `workspace`: we can't post in the whole workspace,
 * whatever the message is. `message`: the content is wrong, and a plainer form may work. `metadata`: only the metadata
 * is wrong. `gone`: the message can't be edited any more, or its thread accepts no replies. `retry`: the call had no
 * effect, and a later try may work. `unknown`: the call had no effect, and the code is in no table. `unclear`: the call
 * may have had an effect. `expired`: the button, the view or the address for the answer is too old. `file`: the
 * workspace does not accept this file. `group`: there is no such user group.
 */
export type SlackErrorClass =
  | 'channel'
  | 'workspace'
  | 'message'
  | 'metadata'
  | 'gone'
  | 'retry'
  | 'unknown'
  | 'unclear'
  | 'expired'
  | 'file'
  | 'group';

export const codesByClass: Readonly<Record<SlackErrorClass, readonly string[]>> = {
  channel: [
    'not_in_channel',
    'channel_not_found',
    'duplicate_channel_not_found',
    'invalid_channel',
    'is_archived',
    'channel_is_archived',
    'is_inactive',
    'posting_to_channel_denied',
    'channel_type_not_supported',
    'method_not_supported_for_channel_type',
    'channel_is_limited_access',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    // Slack sends this code if the channel is a person.
    'user_not_in_channel',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
    'user_is_restricted',
    'cannot_dm_bot',
    'messages_tab_disabled',
    // Slack sends this code if the app has no Home tab.
    'not_enabled',
    'invalid_user_combination',
    'not_enough_users',
    'too_many_users',
    'users_list_not_supplied',
  ],
  workspace: [
    'access_denied',
    'accesslimited',
    'account_inactive',
    'app_access_restricted',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'forbidden_team',
    'insecure_request',
    'invalid_auth',
    'is_bot',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'team_not_found',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
    // Slack has removed the method; messages wait until the next version of Leadbell.
    'deprecated_endpoint',
    'method_deprecated',
    'unknown_method',
  ],
  message: [
    'as_user_not_supported',
    'send_on_behalf_not_allowed',
    'attachment_payload_limit_exceeded',
    'invalid_attachments',
    'too_many_attachments',
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'markdown_text_conflict',
    'too_many_contact_cards',
    'missing_file_data',
    'duplicate_message_not_found',
    'draft_already_deleted',
    'draft_already_sent',
    'draft_has_conflict',
    'draft_not_found',
    'blocked_file_type',
    'file_deleted',
    'file_is_deleted',
    'file_share_limit_reached',
    'max_file_sharing_exceeded',
    'unable_to_share_files',
    'slack_connect_blocked_file_type',
    'slack_connect_canvas_sharing_blocked',
    'slack_connect_clip_sharing_blocked',
    'slack_connect_file_link_sharing_blocked',
    'slack_connect_file_upload_sharing_blocked',
    'slack_connect_lists_sharing_blocked',
    // Codes about the call itself.
    'invalid_arg_name',
    'invalid_arguments',
    'missing_profile_id',
    'not_implemented',
    'invalid_array_arg',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'missing_post_type',
    'limit_required',
    'missing_argument',
    'missing_args',
    'invalid_cursor',
    'invalid_limit',
    'invalid_metadata_filter_keys',
    'invalid_ts_latest',
    'invalid_ts_oldest',
    // Codes about a view.
    'invalid_trigger_id',
    'view_too_large',
    'duplicate_external_id',
    'push_limit_reached',
    // Codes about a `response_url`.
    'invalid_payload',
  ],
  metadata: [
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_must_be_sent_from_app',
  ],
  gone: [
    'message_not_found',
    'edit_window_closed',
    'cant_update_message',
    'cant_delete_message',
    'cant_broadcast_message',
    'no_dual_broadcast_content_update',
    'block_mismatch',
    // Slack sends this code if a message accepts no replies.
    'cannot_reply_to_message',
    'thread_not_found',
    'restricted_action_thread_locked',
    'restricted_action_non_threadable_channel',
  ],
  retry: [
    'fetch_members_failed',
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'team_added_to_org',
    'external_channel_migrating',
    'update_failed',
    'streaming_state_conflict',
    'file_update_failed',
    'list_record_comment_fetch_failed',
  ],
  unknown: ['no_code', 'unreadable_code'],
  unclear: [
    'internal_error',
    'fatal_error',
    'request_timeout',
    'service_unavailable',
    'http_error',
    'no_answer',
    'no_json',
    'no_id',
  ],
  expired: [
    'trigger_expired',
    'expired_trigger_id',
    'trigger_exchanged',
    'exchanged_trigger_id',
    'expired_url',
    'used_url',
    'not_found',
    'view_not_found',
    'hash_conflict',
  ],
  file: [
    'alt_txt_too_large',
    'channels_limit_exceeded',
    'cant_delete_file',
    'delete_not_allowed',
    'file_deleting_disabled',
    'file_not_found',
    'file_type_not_allowed',
    'file_upload_size_restricted',
    'file_uploads_disabled',
    'file_uploads_except_images_disabled',
    'snippet_too_large',
    'storage_limit_reached',
    'unknown_snippet_type',
    'unknown_subtype',
  ],
  group: ['no_such_subteam', 'plan_upgrade_required'],
};

/** Slack's codes for a token that it does not accept, or no longer accepts. A newer token may help. */
export const refusedTokenCodes: ReadonlySet<unknown> = new Set([
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
  'account_inactive',
]);

/** Whether another token is the remedy: Slack refuses this one, or it is of the wrong type or lacks a scope. */
export function isOfToken(code: string): boolean {
  return refusedTokenCodes.has(code) || code === 'not_allowed_token_type' || code === 'missing_scope';
}

/** Codes of our own, for answers without a code of Slack's. */
export const ownCodes: readonly string[] = [
  'http_error',
  'no_answer',
  'no_json',
  'no_id',
  'no_code',
  'unreadable_code',
];

/** Methods of the Web API that Slack's own libraries call for us. */
export const libraryMethods = ['apps.connections.open'] as const;

const classes: ReadonlyMap<string, SlackErrorClass> = new Map(
  Object.entries(codesByClass).flatMap(([name, list]) => list.map((code) => [code, name as SlackErrorClass] as const)),
);

export function classOf(code: string): SlackErrorClass {
  return classes.get(code) ?? 'unknown';
}
