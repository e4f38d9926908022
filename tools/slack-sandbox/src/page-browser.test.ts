// Tests the page in a real browser, with the real sandbox and a real Bolt app.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SlackSandbox } from './index.ts';
import { controls, data, groups, modal, texts } from './page-kitchen-sink.ts';
import type { PageState } from './page/protocol.ts';
import { sandboxOnly, sandboxWithApp, stopAll } from './test-app.ts';

const path = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(
  (place) => place !== undefined && existsSync(place),
);
const flags = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
];
const mustRun = process.env['CI'] !== undefined;
const reason = path === undefined && !mustRun ? ' (skipped: no Chromium; install one, or set CHROMIUM_PATH)' : '';

const manifest = {
  features: { slash_commands: [{ command: '/leads', description: 'Leads of a day', usage_hint: 'today' }] },
  settings: { socket_mode_enabled: true, interactivity: { is_enabled: true } },
  oauth_config: { scopes: { bot: ['commands', 'chat:write'] } },
};

let browser: Browser | undefined;
/** All tests use one page, because opening a page takes long. Each test has its own sandbox, on a new port. */
let page: Page;
let address = '';
let problems: string[] = [];

async function openBrowser(): Promise<void> {
  if (path === undefined) throw new Error('no Chromium: install one, or set CHROMIUM_PATH');
  browser = await chromium.launch({ executablePath: path, args: flags.map((flag) => `--${flag}`) });
  page = await browser.newPage();
  // Shorter than the timeout of the test, so that a failure names the missing condition.
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(?:data|about):/.test(url)) problems.push(`asked the network: ${url}`);
  });
}

async function open(sandbox: SlackSandbox, { width = 1280, user = 'U0SAMIR' } = {}): Promise<Page> {
  address = sandbox.url;
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${sandbox.url}?user=${user}`);
  await page.getByRole('list', { name: /^(?:Messages|الرسائل)$/ }).waitFor({ state: 'attached' });
  return page;
}

function last(page: Page): Locator {
  return page.getByRole('list', { name: 'Messages' }).locator('> [role=listitem]').last();
}

type Post = Parameters<Awaited<ReturnType<typeof sandboxWithApp>>['app']['client']['chat']['postMessage']>[0];

/** Makes a message of blocks that the SDK's types don't have yet. */
function message(blocks: object[]): Post {
  return { channel: 'C0SALES', text: 'Kitchen sink', blocks } as unknown as Post;
}

const plain = (text: string) => ({ type: 'plain_text', text });

describe.skipIf(path === undefined && !mustRun)(`the page in a browser${reason}`, () => {
  beforeAll(openBrowser);

  afterEach(async () => {
    await page.unrouteAll();
    await page.goto('about:blank');
    await stopAll();
    const seen = problems;
    problems = [];
    if (seen.length > 0) throw new Error(`the page had problems: ${seen.join('; ')}`);
  });

  afterAll(() => browser?.close());

  test('every block is drawn, on desktop and phone, without the network and without overflow', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    const page = await open(sandbox);
    for (const blocks of [texts, controls, data, groups]) await app.client.chat.postMessage(message(blocks));
    await last(page).getByText('How to follow up').waitFor();
    expect(await page.locator('.unknown').count()).toBe(0);
    const drawn = await page.locator('.block').evaluateAll((all) => all.map((block) => block.className));
    const types = [...texts, ...controls, ...data, ...groups].map((block) => (block as { type: string }).type);
    const missing = [...new Set(types)].filter(
      (type) => !drawn.some((name) => name.split(' ').includes(`block-${type}`)),
    );
    expect(missing).toEqual([]);
    await page.getByRole('button', { name: /Folded away/ }).click();
    await page.getByText('Inside the container').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    const wider = await page.locator('.messages').evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(wider).toBe(0);
  });

  test('a data table can be sorted and read page by page', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    const page = await open(sandbox);
    await app.client.chat.postMessage(message(data));
    const table = page.getByRole('table', { name: 'Leads of today' });
    await table.getByRole('button', { name: 'Sort by Score' }).click();
    const scores = table.locator('tbody td.number');
    expect(await scores.allInnerTexts()).toEqual(['0', '7', '11', '22', '33']);
    await page.getByRole('button', { name: 'Next page' }).click();
    expect((await scores.allInnerTexts())[0]).toBe('37');
  });

  test('a button sends its action once, and waits for the acknowledgement', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    const release = Promise.withResolvers<void>();
    const heard: unknown[] = [];
    app.action('go', async ({ ack, body, action, respond }) => {
      heard.push({ action, type: body.type });
      await release.promise;
      await ack();
      await respond({ text: 'heard', replace_original: true });
    });
    const page = await open(sandbox);
    await app.client.chat.postMessage(message(controls));
    const button = page.getByRole('button', { name: /^Go .+/ });
    await button.click();
    await page.locator('button[aria-busy=true]').waitFor();
    release.resolve();
    await last(page).getByText('heard').waitFor();
    expect(heard).toMatchObject([{ type: 'block_actions', action: { type: 'button', action_id: 'go', value: 'v1' } }]);
  });

  test('a dangerous button asks for confirmation', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    const heard = Promise.withResolvers<void>();
    app.action('no', async ({ ack }) => {
      await ack();
      heard.resolve();
    });
    const page = await open(sandbox);
    await app.client.chat.postMessage(message(controls));
    await page.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete it?' });
    await question.getByRole('button', { name: 'Keep' }).click();
    await question.waitFor({ state: 'detached' });
    expect(sandbox.traffic.entries().filter((entry) => JSON.stringify(entry).includes('block_actions'))).toEqual([]);
    await page.getByRole('button', { name: 'Delete' }).click();
    await question.getByRole('button', { name: 'Delete' }).click();
    await heard.promise;
  });

  test('choices of every kind reach the app in the form that Slack gives them', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    const heard = new Map<string, unknown>();
    app.action(/.*/, async ({ ack, action, body }) => {
      await ack();
      heard.set('action_id' in action ? action.action_id : '', { action, state: 'state' in body ? body.state : null });
    });
    app.options('model', ({ ack, options }) =>
      ack({ options: [{ text: { type: 'plain_text', text: `${options.value}ry 2026` }, value: 'camry' }] }),
    );
    const page = await open(sandbox);
    await app.client.chat.postMessage(message(controls));
    const box = last(page);
    await box.getByRole('combobox', { name: 'Colour', exact: true }).selectOption({ label: 'Green' });
    await box.getByRole('combobox', { name: 'Colours', exact: true }).selectOption({ label: 'Blue' });
    await box.getByRole('combobox', { name: 'Person' }).selectOption({ label: 'Noura Example' });
    await box.getByRole('combobox', { name: 'Channel' }).selectOption({ label: '\u2068#sales-riyadh\u2069' });
    await box.getByRole('radio', { name: /Message/ }).check();
    await box.getByRole('checkbox', { name: /Hot/ }).check();
    await box.getByLabel('Date', { exact: true }).fill('2026-11-30');
    await box.getByLabel('Time', { exact: true }).fill('09:15');
    await box.getByRole('button', { name: 'More options' }).click();
    await box.getByRole('menuitem', { name: 'Assign' }).click();
    const model = box.getByRole('combobox', { name: 'Model', exact: true });
    await model.fill('Cam');
    await box.getByRole('option', { name: 'Camry 2026' }).click();
    const note = box.getByRole('textbox', { name: 'Note' });
    await note.fill('call back');
    await note.press('Enter');
    await box.getByRole('button', { name: 'Good' }).click();
    await expect.poll(() => heard.size).toBe(12);
    const chosen = Object.fromEntries([...heard].map(([id, given]) => [id, (given as { action: unknown }).action]));
    expect(chosen).toMatchObject({
      colour: { type: 'static_select', selected_option: { value: 'green' } },
      colours: { selected_options: [{ value: 'green' }, { value: 'blue' }] },
      who: { selected_user: 'U0NOURA' },
      channel: { selected_channel: 'C0RIYADH' },
      radio: { selected_option: { value: 'message' } },
      checks: { selected_options: [{ value: 'hot' }] },
      date: { selected_date: '2026-11-30' },
      time: { selected_time: '09:15' },
      more: { type: 'overflow', selected_option: { value: 'assign' } },
      model: { selected_option: { value: 'camry' } },
      text: { type: 'plain_text_input', value: 'call back' },
      feedback: { type: 'feedback_buttons', value: 'good' },
    });
    expect(heard.get('text')).toMatchObject({
      state: {
        values: {
          selects: { colour: { selected_option: { value: 'green' } } },
          note: { text: { value: 'call back' } },
        },
      },
    });
  });

  test.each(['ltr', 'rtl'] as const)('an open menu is fully visible, also on a phone (%s)', async (direction) => {
    const { sandbox, app } = await sandboxWithApp({ limits: false, manifest });
    const page = await open(sandbox, { width: 390 });
    const say = (text: string) => (direction === 'rtl' ? `زر ${text}` : `Button ${text}`);
    const button = (text: string) => ({ type: 'button', action_id: text, text: plain(say(text)) });
    const options = ['1', '2', '3', '4', '5'].map((value) => ({
      text: plain(`${say(value)} ${'text '.repeat(5)}`),
      value,
    }));
    const menu = { type: 'overflow', action_id: 'more', options };
    const blocks = [{ type: 'actions', elements: [button('a'), button('b'), menu] }];
    for (let n = 0; n < 12; n += 1) await app.client.chat.postMessage(message(blocks));
    const log = await page.getByRole('list', { name: 'Messages' }).boundingBox();
    const rows = page.getByRole('list', { name: 'Messages' }).locator('> [role=listitem]');
    await rows.nth(11).waitFor();
    // The last message is at the bottom of the page; the tenth message has room below or above its button.
    for (const at of [11, 9]) {
      const row = rows.nth(at);
      await row.getByRole('button', { name: 'More options' }).click();
      const box = await row.getByRole('menu').boundingBox();
      if (log === null || box === null) throw new Error('nothing is drawn');
      expect(box.x).toBeGreaterThanOrEqual(log.x);
      expect(box.x + box.width).toBeLessThanOrEqual(log.x + log.width);
      expect(box.y).toBeGreaterThanOrEqual(log.y);
      expect(box.y + box.height).toBeLessThanOrEqual(log.y + log.height);
      await page.keyboard.press('Escape');
    }
  });

  test('the page and its forms are in the person’s language, with times on the 24-hour clock', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false, manifest });
    app.command('/leads', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal as never });
    });
    const page = await open(sandbox, { user: 'U0NOURA' });
    expect(await page.locator('html').getAttribute('lang')).toBe('ar-SA');
    await page.getByRole('textbox', { name: /^رسالة إلى/ }).fill('/leads');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Every input' });
    await dialog.waitFor();
    expect(await dialog.locator('.optional').allInnerTexts()).toContain(' (اختياري)');
    expect(await page.getByText(/optional|Message #|Only visible|Select an/).count()).toBe(0);
    const time = dialog.getByRole('textbox', { name: 'At' });
    expect(await time.inputValue()).toBe('09:00');
    await time.fill('25:00');
    await time.blur();
    expect(await time.inputValue()).toBe('09:00');
  });

  test('a modal has inputs, shows errors beside them, opens another modal on top, and keeps values', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false, manifest });
    const submitted: unknown[] = [];
    app.command('/leads', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal as never });
    });
    app.action('push', async ({ ack, body, client }) => {
      await ack();
      const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
      const view = {
        type: 'modal' as const,
        title: { type: 'plain_text' as const, text: 'On top' },
        blocks: [{ type: 'divider' as const }],
      };
      await client.views.push({ trigger_id, view });
    });
    app.view('sink', async ({ ack, view }) => {
      submitted.push(view.state.values);
      await (submitted.length === 1 ? ack({ response_action: 'errors', errors: { count: 'At most 2.' } }) : ack());
    });
    const page = await open(sandbox);
    const composer = page.getByRole('textbox', { name: 'Message #sales' });
    await composer.pressSequentially('/le');
    await page.getByRole('option', { name: /\/leads/ }).waitFor();
    await composer.press('Tab');
    expect(await composer.inputValue()).toBe('/leads ');
    await composer.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Every input' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Please complete this required field.').waitFor();
    expect(submitted).toEqual([]);

    await dialog.getByRole('textbox', { name: 'Name' }).fill('Sara');
    await dialog.getByRole('combobox', { name: 'Colour', exact: true }).selectOption({ label: 'Blue' });
    await dialog.getByRole('button', { name: 'Another on top' }).click();
    await page.getByRole('dialog', { name: 'On top' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'On top' }).waitFor({ state: 'detached' });

    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('At most 2.').waitFor();
    await dialog.getByRole('textbox', { name: 'Count' }).fill('2');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(submitted[1]).toMatchObject({
      name: { v: { type: 'plain_text_input', value: 'Sara' } },
      about: { v: { value: 'two\nlines' } },
      count: { v: { value: '2' } },
      mail: { v: { value: null } },
      colour: { v: { selected_option: { value: 'blue' } } },
      owner: { v: { selected_user: 'U0NOURA' } },
      when: { v: { selected_date: '2026-11-24' } },
    });
  });

  test('an action that is not acknowledged shows an error, and the button can be pressed again', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false, ackTimeoutMs: 200 });
    const page = await open(sandbox);
    await app.client.chat.postMessage(message(controls));
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alert').getByText('We had some trouble connecting').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).isEnabled()).toBe(true);
  });

  test('the page shows messages, threads, ephemeral messages and files, and the visitor can act as another person', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    const page = await open(sandbox);
    const composer = page.getByRole('textbox', { name: 'Message #sales' });
    await composer.fill('Hello *all* <b>');
    await composer.press('Enter');
    await last(page).getByText('Hello all <b>').waitFor();
    await last(page).hover();
    await page.getByRole('button', { name: 'Reply in thread' }).click();
    const reply = page.getByRole('textbox', { name: 'Reply to the thread' });
    await reply.fill('A reply');
    await reply.press('Enter');
    await page.getByRole('button', { name: '1 reply' }).waitFor();
    await page.getByRole('list', { name: 'Replies' }).getByText('A reply').waitFor();
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await app.client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0SAMIR', text: 'psst' });
    await last(page).getByText('Only visible to you').waitFor();
    await app.client.files.uploadV2({ channel_id: 'C0SALES', filename: 'leads.csv', content: 'a,b\n1,2\n' });
    await page.getByRole('link', { name: /leads\.csv/ }).waitFor();
    await page.getByRole('combobox', { name: 'Act as' }).selectOption({ label: 'Noura Example — member' });
    await page.getByText('Hello all <b>').waitFor();
    expect(await page.getByText('psst').count()).toBe(0);
    expect(page.url()).toContain('user=U0NOURA#C0SALES');
  });

  test('an unknown block is shown with its content', async () => {
    const { sandbox, app } = await sandboxWithApp({ limits: false });
    await app.client.chat.postMessage({ channel: 'C0SALES', text: 'one' });
    const page = await open(sandbox);
    await page.route('**/_page/state?**', async (route) => {
      const response = await route.fetch();
      const state = (await response.json()) as PageState;
      const [message] = state.messages;
      if (message !== undefined)
        message.blocks = [
          { type: 'hologram', secret: 42 },
          { type: 'actions', elements: [{ type: 'lever' }] },
        ];
      await route.fulfill({ json: state });
    });
    await page.reload();
    await page.getByText('Unknown block: hologram').waitFor();
    await page.getByText('"secret": 42').waitFor();
    await page.getByText('Unknown element: lever').waitFor();
    expect(await page.locator('.unknown').count()).toBe(2);
  });

  test.each([1440, 390])(
    'the comparison shows each person’s own answers at %d px, and a press there is made as that person',
    async (width) => {
      const { sandbox, app } = await sandboxWithApp({ limits: false, manifest });
      app.command('/leads', async ({ ack, command }) => {
        const button = {
          type: 'button' as const,
          action_id: 'more',
          text: { type: 'plain_text' as const, text: 'More' },
        };
        const text = { type: 'plain_text' as const, text: `For ${command.user_name}` };
        await ack({
          blocks: [
            { type: 'section', text },
            { type: 'actions', elements: [button] },
          ],
        });
      });
      app.action('more', async ({ ack, body, respond }) => {
        await ack();
        await respond({ text: `More for ${body.user.id}`, replace_original: false });
      });
      const page = await open(sandbox, { width });
      await page.goto(`${sandbox.url}?user=U0SAMIR#compare`);
      await page.getByRole('button', { name: 'Type as each' }).click();
      const guest = page.getByRole('article', { name: 'Ghada Guest, single-channel guest' });
      await guest.getByText('For ghada').waitFor();
      await page.getByRole('article', { name: 'Noura Example, member' }).getByText('For noura').waitFor();
      const outsider = page.getByRole('article', { name: 'Omar Outsider, another company' });
      await outsider.getByText('/leads is not a valid command.').waitFor();
      expect(await page.getByText('For omar').count()).toBe(0);
      await guest.getByRole('button', { name: 'More' }).click();
      await guest.getByText('More for U0GHADA').waitFor();
      expect(await page.getByText('More for U0').count()).toBe(1);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await page.goto(`${sandbox.url}?user=U0NOURA#compare`);
      await page.getByRole('heading', { name: 'ما يراه كلٌّ منهم' }).waitFor();
      await page.getByRole('article', { name: 'Ghada Guest, ضيف في قناة واحدة' }).getByText('For ghada').waitFor();
    },
  );

  test('a guest and an outsider see only their own channels on the page', async () => {
    const { sandbox } = await sandboxWithApp({ limits: false });
    sandbox.control.changePerson('ghada', { locale: 'en-US' });
    for (const [user, own, act] of [
      ['U0GHADA', 'guest-only', 'single-channel guest'],
      ['U0OMAR', 'with-agency', 'another company'],
    ] as const) {
      const page = await open(sandbox, { user });
      const names = page.getByRole('group', { name: 'Channels' }).locator('.entry-name');
      expect(await names.allTextContents()).toEqual([own]);
      await page.locator('.act-as-words').getByText(act).waitFor();
    }
  });

  test('a lost connection is shown, and missed messages appear afterwards', async () => {
    const sandbox = await sandboxOnly({ limits: false });
    const page = await open(sandbox);
    await sandbox.close();
    await page.getByText('Reconnecting to the sandbox').waitFor();
    const again = await sandboxOnly({ limits: false, port: Number(new URL(sandbox.url).port) });
    await again.control.say('noura', 'sales', 'missed?');
    await page.getByText('missed?').waitFor();
    // The state may arrive before the stream has reconnected.
    const reconnecting = page.getByText('Reconnecting to the sandbox');
    await reconnecting.waitFor({ state: 'detached' });
    await again.control.say('noura', 'sales', 'heard at once');
    await page.getByText('heard at once').waitFor();
    expect(await page.getByRole('list', { name: 'Messages' }).locator('> [role=listitem]').count()).toBe(2);
  });

  test('a channel with many messages shows the latest, and loads earlier ones on request', async () => {
    const sandbox = await sandboxOnly({ limits: false });
    for (let at = 0; at < 230; at += 1) await sandbox.control.say('noura', 'sales', `message ${at}.`);
    const page = await open(sandbox);
    const rows = page.getByRole('list', { name: 'Messages' }).locator('> [role=listitem]');
    expect(await rows.count()).toBe(200);
    await page.getByRole('button', { name: /Load earlier messages \(30\)/ }).click();
    await page.getByText('message 0.').waitFor();
    expect(await rows.count()).toBe(230);
  });
});
