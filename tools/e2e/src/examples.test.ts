// Tests each line that README, the help and the tours suggest: it is typed into the sandbox, and the
// reply must show what the line promises.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '@leadbell/launcher';
import { startTestDatabases, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eveningClock, eveningIso } from './clock.ts';

/**
 * For each line, the text that its reply must show. The first pattern that matches the words after `/leads` is used.
 */
const gives: readonly (readonly [line: RegExp, reply: RegExp])[] = [
  [/^(today|اليوم)/, /Leads · Today|العملاء المحتملون · اليوم/],
  [/^(yesterday|أمس)/, /Leads · Yesterday|العملاء المحتملون · أمس/],
  [/^last 3 days/, /Leads · Last 3 days/],
  [/^(hot kia this week|ساخن هذا الأسبوع)/, /Leads · This week|العملاء المحتملون · هذا الأسبوع/],
  [/^lead 90211/, /Lead 90211.*Number in the DMS|Lead 90211.*Open/],
  [/^(lead|عميل) 12345/, /(Lead|العميل) 12345.*(Open|فتح)/],
  [/^find 0501234567/, /1 lead found/],
  [/^ابحث 0501234567/, /نتيجة واحدة/],
  [/^(find|ابحث) (khalid|خالد)/, /[1-9]\d* leads? found|نتيجة واحدة|نتيجتان|[1-9]\d* (?:نتيجة|نتائج)/],
  [/^(errors|أخطاء)/, /Errors · (Today|This week)|الأخطاء · (اليوم|هذا الأسبوع)/],
  [/^bulk 118/, /Bulk 118.*6 leads/],
  [/^(bulk|دفعة) 574/, /(Bulk|الدفعة) 574.*4/],
  [/^subscribe$/, /Subscribe to/],
  [/^(subscribe digest|اشترك ملخص)/, /gets a digest|already has|سيصل ملخص|لدى هذه القناة الاشتراك نفسه/],
  [/^subscribe alerts/, /gets alerts|already has/],
  [/^(subscriptions|الاشتراكات|اشتراكات)/, /Subscriptions of this channel|اشتراكات هذه القناة/],
  [/^(preview|معاينة) 3/, /What this subscription would have sent|ما كان هذا الاشتراك سيُرسله/],
  [/^(unsubscribe|إلغاء-الاشتراك) 3/, /Removed|no longer|لم يعد/],
  [/^(alerts|تنبيهات)/, /Alerts|التنبيهات/],
  // A new sandbox has no alert 12, so the reply says where the numbers of alerts are.
  [/^(assign|note|إسناد|ملاحظة) 12/, /\/leads (alerts|تنبيهات)/],
  [/^(silence|إسكات) /, /Silenced until|أُسكت|حتى/],
  [/^(silences|إسكاتات)/, /Silences|الإسكاتات/],
  [/^(replay|محاكاة)/, /would have sent|كانت القاعدة سترسلها/],
  [/^(status|الحالة)/, /Leadbell status|حالة Leadbell/],
  [/^(audit|سجل)/, /Audit log|سجل الاطلاع/],
  [/^(forget|محو)/, /Forget a person|محو بيانات شخص/],
  [/^(help|مساعدة)/, /your leads in Slack|عملاؤك المحتملون في Slack/],
  [/^(language|لغة)/, /in Arabic|بالعربية/],
];

/** Matches the reply to a line that was not understood, or that failed. */
const wrong = /did you mean|not understand|Something went wrong|هل تقصد|لم أفهم|حدث خطأ/i;

let databases: TestDatabases;
let sandbox: Sandbox;

beforeAll(async () => {
  databases = await startTestDatabases();
  sandbox = await startSandbox({
    stdio: 'ignore',
    hasExamples: true,
    dms: { seed: 5, leadsPerDay: 60, now: eveningClock() },
    env: {
      LEADBELL_CLOCK: eveningIso,
      POLL_SECONDS: '1',
      DATABASE_URL: await databases.createReady(),
      LEADBELL_KEY: randomBytes(32).toString('base64'),
    },
  });
  sandbox.slack.control.changePerson('noura', { isAdmin: true });
  sandbox.slack.control.join('noura', channel);
});
afterAll(async () => {
  await sandbox.stop();
  await databases.close();
});

const channel = 'integration';
/**
 * Both people are admins, who may type every line. One types English, the other Arabic. If one
 * person asked the same question in both languages at once, they would get only one answer.
 */
const userOf = (line: string) => (/\p{Script=Arabic}/u.test(line) ? 'noura' : 'amal');

const plain = (text: string) => text.replaceAll(/\p{Cf}/gu, '').replaceAll(/[\u00A0\u2007]/g, ' ');
const textOf = (shown: { blocks?: unknown; text?: string }) => plain(JSON.stringify(shown.blocks ?? shown.text));

/** Returns the first reply that shows the text; if none does, fails with all replies. */
async function replyTo(line: string, shown: RegExp): Promise<string> {
  const { slack } = sandbox;
  const user = userOf(line);
  const before = slack.ledger().length;
  const all = () => [
    ...slack
      .ledger()
      .slice(before)
      .filter(({ botId }) => botId !== undefined)
      .map(textOf),
    ...slack.control.views(user).map(textOf),
  ];
  await slack.control.say(user, channel, line);
  const found = await slack.control
    .waitFor(() => all().find((text) => shown.test(text) || wrong.test(text)))
    .catch(() => JSON.stringify(all()));
  for (const view of slack.control.views(user)) await slack.control.closeView(user, view);
  return `${line}: ${found}`;
}

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const inReadme = [...readme.matchAll(/`(\/leads[^`]*)`/g)].map(([, line = '']) => line);

/** Returns the commands that the whole help shows. */
async function inHelp(line: string): Promise<readonly string[]> {
  const help = await replyTo(line, /your leads in Slack|عملاؤك المحتملون في Slack/);
  return [...help.matchAll(/"text":"(\/leads (?:[^"\\]|\\.)*)","style":\{"code":true\}/g)].map(([, sample = '']) =>
    String(JSON.parse(`"${sample}"`)),
  );
}

async function inTours(): Promise<readonly string[]> {
  const states = await Promise.all(
    ['U0SAMIR', 'U0NOURA'].map(async (id) => {
      const answer = await fetch(`${sandbox.slack.url}_page/state?user=${id}`);
      return (await answer.json()) as { director: { tours: { steps: { type: string | null }[] }[] } };
    }),
  );
  return states.flatMap(({ director }) =>
    director.tours.flatMap(({ steps }) => steps.flatMap(({ type }) => (type === null ? [] : [type]))),
  );
}

/**
 * Some lines would change the replies to later lines, so they come last: first the lines that remove the subscription
 * which others preview, then the lines that change the language of all replies.
 */
const turnOf = (line: string) =>
  /unsubscribe|إلغاء-الاشتراك/.test(line) ? 1 : /^\/leads (language|لغة)/.test(line) ? 2 : 0;

test('every example of README, of help and of the tours does what it says, in both languages', async () => {
  const help = [...(await inHelp('/leads help all')), ...(await inHelp('/leads مساعدة الكل'))];
  const tours = await inTours();
  expect([inReadme.length > 12, help.length > 40, tours.length > 20]).toEqual([true, true, true]);
  // An example in the help previews subscription 3, so there must be three subscriptions.
  for (const kind of ['alerts', 'leads', 'digest 07:30']) await replyTo(`/leads subscribe ${kind}`, /Done/);
  const lines = [...new Set([...inReadme, ...help, ...tours])].toSorted((one, other) => turnOf(one) - turnOf(other));
  const failed: string[] = [];
  for (const line of lines) {
    const words = line.replace(/^\/leads ?/, '');
    const [, shown] = gives.find(([begins]) => begins.test(words)) ?? [null, /no expectation/];
    const reply = await replyTo(line, shown);
    if (!shown.test(reply.slice(line.length)) || wrong.test(reply)) failed.push(reply.slice(0, 600));
  }
  expect(failed).toEqual([]);
});
