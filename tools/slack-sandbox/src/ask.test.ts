import { afterEach, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { sandboxWithApp, stopAll } from './test-app.ts';

afterEach(stopAll);

const question = {
  user: 'noura',
  channel: 'sales',
  text: '/leads subscribe',
  isAnswer: ({ text }: { readonly text: string }) => text === 'Done.',
  isRefusal: ({ text }: { readonly text: string }) => text === 'Please try again.',
};

/** A bot that refuses the first commands and answers the others. */
async function refusing(refusals: number) {
  const { sandbox, app } = await sandboxWithApp({ limits: false });
  let asked = 0;
  app.command('/leads', async ({ ack, respond }) => {
    asked += 1;
    const isRefused = asked <= refusals;
    await ack();
    await respond(isRefused ? 'Please try again.' : 'Done.');
  });
  return { control: sandbox.control, asked: () => asked };
}

test('a command is typed again as long as the bot refuses it', async () => {
  const { control, asked } = await refusing(8);
  expect((await ask(control, question)).text).toBe('Done.');
  expect((await ask(control, question)).text).toBe('Done.');
  expect(asked()).toBe(10);
});

test('if the bot refuses for too long, the error names the command and the refusal', async () => {
  const { control } = await refusing(Infinity);
  await expect(ask(control, question, 500)).rejects.toThrow('/leads subscribe in sales: Please try again.');
});
