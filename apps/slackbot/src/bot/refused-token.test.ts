import { SlackRefusal } from '@leadbell/slack-kit';
import { expect, test } from 'vitest';
import { RefusedToken } from './refused-token.ts';

const messageFor = (code: string) =>
  new RefusedToken('SLACK_BOT_TOKEN', new SlackRefusal({ class: 'workspace', code })).message;

test.each(['invalid_auth', 'token_revoked', 'not_allowed_token_type'])('%s asks for another token', (code) => {
  expect(messageFor(code)).toContain(`Slack does not accept SLACK_BOT_TOKEN (${code}). Copy the Bot User OAuth Token`);
});

test.each(['org_login_required', 'team_not_found', 'method_deprecated'])(
  '%s does not ask for another token',
  (code) => {
    expect(messageFor(code)).toContain(`(${code})`);
    expect(messageFor(code)).not.toContain('Copy');
  },
);
