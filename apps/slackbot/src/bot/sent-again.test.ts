import { createLeadsApi, type LeadsApi } from '@leadbell/leads-api';
import { caseBodies, caseBody } from '@leadbell/testing';
import { expect, test } from 'vitest';
import { buttonOf, startBot, textOf } from '../testing/bot-context-fixtures.ts';

/** A DMS that answers every question with the example body whose name begins with this number. */
function serving(number: string): LeadsApi {
  const name = caseBodies().find((one) => one.startsWith(`${number}-`)) ?? '';
  const headers = { 'content-type': 'application/json' };
  const respond = () => Promise.resolve(new Response(new Uint8Array(caseBody(name)), { headers }));
  return createLeadsApi(
    { baseUrl: 'https://dms.example.com', auth: { kind: 'none' } },
    {
      now: () => Date.now(),
      random: Math.random,
      fetch: respond,
      sleep: () => Promise.resolve(),
      log: () => {},
    },
  );
}

test('a resent lead is listed once and marked, and opens in its latest state', async () => {
  await using bot = await startBot({ answers: serving('16') });
  await bot.slack.control.say('noura', 'sales', '/leads 2025-08-25');
  const list = await bot.said(/1 lead was sent again/);
  expect(textOf(list)).toMatch(/✅ .* · Sent again/);
  expect(textOf(list)).not.toMatch(/Branch unknown|The DMS counts/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'Open'));
  expect(textOf(await bot.view(/Number in the DMS/))).toMatch(/92/);
});

test('an Arabic answer marks a resent lead too', async () => {
  await using bot = await startBot({ answers: serving('16'), language: 'ar' });
  await bot.slack.control.say('noura', 'sales', '/leads 2025-08-25');
  expect(textOf(await bot.said(/أُرسل عميل محتمل واحد مجددًا/))).toMatch(/✅ .* · أُرسل مجددًا/);
});

test.each([
  ['13', ['Alfa T.', 'Bravo T.']],
  ['15', ['Alfa T.', 'Bravo T.']],
])('%s: two people are two leads, and each opens separately', async (number, names) => {
  await using bot = await startBot({ answers: serving(number) });
  await bot.slack.control.say('noura', 'sales', '/leads 2025-08-25');
  const list = await bot.said(/2 leads/);
  expect(textOf(list)).not.toMatch(/sent again/i);
  for (const [n, name] of names.entries()) {
    expect(textOf(list)).toContain(name);
    await bot.slack.control.click('noura', list, buttonOf(list, 'Open', n));
    await bot.view(new RegExp(`${name.split(' ')[0]} Testali`));
  }
});

test('an identical bulk repeated in an answer counts once', async () => {
  await using bot = await startBot({ answers: serving('17') });
  await bot.slack.control.say('noura', 'sales', '/leads 2025-08-25');
  expect(textOf(await bot.said(/1 lead/))).not.toMatch(/sent again|The DMS counts/i);
});

test('values that differ only in spelling count as one value', async () => {
  await using bot = await startBot({ answers: serving('21') });
  await bot.slack.control.say('noura', 'sales', '/leads 2025-08-25');
  const list = await bot.said(/5 leads/);
  await bot.slack.control.click('noura', list, buttonOf(list, 'Overview'));
  expect(textOf(await bot.said(/Overview · /))).toMatch(/Direct Contact.* 5.*KIA.* 5.*الرياض.* 5/);
});
