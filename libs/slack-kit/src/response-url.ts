/**
 * Checks that a `response_url` is Slack's. An answer may contain a lead, so it is sent to no other host. Pure. Sources:
 * docs.slack.dev "Handling user interaction"; api.slack-gov.com for the hosts of GovSlack.
 */
const slackHosts: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/** `apiUrl`: the address of a stand-in, which gives addresses of its own; null means Slack itself. */
export function isResponseUrl(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:' && slackHosts.has(host)) return true;
  return apiUrl !== null && /^https?:$/.test(protocol) && origin === new URL(apiUrl).origin;
}
