// A bare Bolt app, the peer of `/leads today`. It acknowledges and sends the same messages as Leadbell for the same
// commands; its parent process gives it the messages. It has the same settings as Leadbell.
import { answerCpu } from './measured.ts';
import { App, HTTPReceiver, LogLevel, type RespondFn, SocketModeReceiver } from '@slack/bolt';

const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', SLACK_SIGNING_SECRET, SLACK_API_URL = '', PORT } = process.env;
const clientOptions = { slackApiUrl: SLACK_API_URL };
const receiver =
  SLACK_SIGNING_SECRET === undefined
    ? new SocketModeReceiver({
        appToken: SLACK_APP_TOKEN,
        installerOptions: { clientOptions },
        logLevel: LogLevel.ERROR,
      })
    : new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, endpoints: '/slack/events', logLevel: LogLevel.ERROR });
const app = new App({ token: SLACK_BOT_TOKEN, receiver, clientOptions, logLevel: LogLevel.ERROR });
answerCpu();
type Answer = Parameters<RespondFn>[0];
/** The answers, by the text after `/leads`. */
const answers = new Map<string, Answer>();
process.on('message', (message) => {
  for (const [text, body] of Object.entries((message as { readonly answers?: Record<string, string> }).answers ?? {}))
    answers.set(text, JSON.parse(body) as Answer);
});
app.command('/leads', async ({ ack, respond, command }) => {
  await ack();
  await respond(answers.get(command.text) ?? 'bare-answer');
});
await (PORT === undefined ? app.start() : app.start(Number(PORT)));
process.send?.({ ready: true });
