/** The error with which the start fails if Slack does not accept a token. Its message says what to do. */
import { tokenRemedies } from '@leadbell/settings';
import { isOfToken, slackProblem } from '@leadbell/slack-kit';

export class RefusedToken extends Error {
  override readonly name = 'RefusedToken';
  readonly setting: keyof typeof tokenRemedies;

  /** `cause`: the error of Slack's client. */
  constructor(setting: keyof typeof tokenRemedies, cause: unknown) {
    const code = slackProblem(cause)?.code ?? 'no code';
    const remedy = tokenRemedies[setting].replace(/^./, (first) => first.toUpperCase());
    const what = isOfToken(code)
      ? `Slack does not accept ${setting} (${code}). ${remedy}.`
      : `Slack refused the sign-in with ${setting} (${code}): docs/troubleshooting.md.`;
    super(what, { cause });
    this.setting = setting;
  }
}
