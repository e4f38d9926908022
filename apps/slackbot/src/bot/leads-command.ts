/** `/leads …`: acknowledged, then read; an act is written before. What is not understood costs one sentence and no fetch. */
import { languageWrittenIn } from '@leadbell/i18n';
import type { App, SlashCommand } from '@slack/bolt';
import { complaintCard } from '../cards/notices.ts';
import { typedText } from '../commands/typed-text.ts';
import type { Given, Shell } from './contract.ts';
import { takeAct } from './inbox/take.ts';
import { type Form, renderForm, renderMessage } from '@leadbell/slack-kit';
import type { Query, Complaint, ParseContext } from '../queries/query.ts';
import type { Messages } from '../words/index.ts';
import { acknowledge } from './acknowledge.ts';
import { answerWish, withFailuresSaid } from './conversation.ts';
import { addressOf, createReply } from './reply.ts';
import { languageOfText, messagesFor, parseContext, renderOptions } from './shell.ts';

export const commandName = '/leads';

/** A trigger is delivered again within minutes, if at all. */
const rememberMs = 600_000;

/** Whoever types a command wants what is so now; a team that types it at once is one question to the DMS. */
const typedMaxAgeMs = 10_000;

export function listenToLeadsCommand(app: App, shell: Shell): void {
  app.command(commandName, async ({ ack, command }) => {
    if (await takeTypedAct(ack, command, shell)) return;
    await acknowledge(ack, shell);
    if (!shell.deduplicator.first(`command ${command.trigger_id}`, rememberMs)) return;
    await answerCommand(command, shell);
  });
}

/** False: it is only read, and nothing was done yet. What is an act does not depend on the language. */
async function takeTypedAct(ack: () => Promise<void>, command: SlashCommand, shell: Shell): Promise<boolean> {
  const text = typedText(command.text);
  const given = actIn(text, shell);
  if (given === null) return false;
  const place = { channel: command.channel_id, user: command.user_id };
  const language = languageWrittenIn(text);
  await takeAct(
    given,
    {
      key: `command ${command.trigger_id}`,
      // Typed, it is about no message that could have changed.
      state: '',
      place,
      address: addressOf(command.response_url, place, 'follow', shell),
      language: language ?? shell.language,
      asChosen: language === null,
    },
    { accept: ack },
    shell,
  );
  return true;
}

/** What can't be read here is acknowledged, and fails where that is said. */
function actIn(text: string, shell: Shell): Given | null {
  try {
    const parsed = shell.registry.parse(text, parseContext(shell, messagesFor(shell.language)));
    return parsed.ok ? shell.registry.actOfQuery(parsed.query) : null;
  } catch {
    return null;
  }
}

async function answerCommand(command: SlashCommand, shell: Shell): Promise<void> {
  const text = typedText(command.text);
  const language = await languageOfText(text, command.user_id, shell);
  const messages = messagesFor(language);
  const place = { channel: command.channel_id, user: command.user_id };
  const reply = createReply({
    ...shell,
    render: (card) => renderMessage(card, renderOptions(messages)),
    address: addressOf(command.response_url, place, 'follow', shell),
  });
  await shell.inFlight.run(null, (turn) =>
    withFailuresSaid({ query: null, messages, reply }, turn, shell, async () => {
      const context = parseContext(shell, messages);
      const parsed = shell.registry.parse(text, context);
      const form = parsed.ok ? formFor(parsed.query, place.channel, messages, shell) : null;
      if (form !== null) {
        await shell.delivery.openView(command.trigger_id, renderForm(form, messages.direction));
      } else if (parsed.ok) {
        await answerWish({ query: parsed.query, language, reply, place, maxAgeMs: typedMaxAgeMs }, turn, shell);
      } else {
        await reply.say(complaintCard(parsed.complaint, suggestedIn(parsed.complaint, context, shell), messages));
        shell.log.info({ suggested: parsed.complaint.suggestion !== undefined }, 'not understood');
      }
    }),
  );
}

function formFor(query: Query, channel: string, messages: Messages, { registry, services, zone }: Shell): Form | null {
  const command = registry.commands.find(({ name }) => name === query.command);
  return command?.opens?.(query, { channel, services, zone, messages }) ?? null;
}

function suggestedIn({ suggestion }: Complaint, context: ParseContext, { registry }: Shell): Query | null {
  const parsed = suggestion === undefined ? null : registry.parse(suggestion, context);
  return parsed?.ok === true ? parsed.query : null;
}
