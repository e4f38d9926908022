/** The error with which the start fails if Slack does not accept a token. Its message says what to do. */
import { tokenRemedies } from '@leadbell/settings';
import { slackProblem } from '@leadbell/slack-kit';

export class RefusedToken extends Error {
  override readonly name = 'RefusedToken';
  readonly setting: keyof typeof tokenRemedies;

  /** `cause`: the error of Slack's client. */
  constructor(setting: keyof typeof tokenRemedies, cause: unknown) {
    const code = slackProblem(cause)?.code;
    const remedy = tokenRemedies[setting].replace(/^./, (first) => first.toUpperCase());
    super(`Slack does not accept ${setting} (${code}). ${remedy}.`, { cause });
    this.setting = setting;
  }
}
