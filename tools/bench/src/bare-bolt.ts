// The baseline for `/leads today`: a Bolt app that acknowledges and responds with one line. Same
// settings as the bot.
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';

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
app.command('/leads', async ({ ack, respond }) => {
  await ack();
  await respond({ text: 'bare-answer', response_type: 'ephemeral' });
});
await (PORT === undefined ? app.start() : app.start(Number(PORT)));
process.send?.({ ready: true });
