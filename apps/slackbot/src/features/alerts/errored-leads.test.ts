import { languageTags } from '@leadbell/i18n';
import type { AlertState, Instant, Lead, LeadQuestion } from '@leadbell/domain';
import type { AnswerPart, LeadsApi } from '@leadbell/leads-api';
import { languageGoldens } from '../../testing/language-goldens-fixtures.ts';
import type { StoredAlert } from '@leadbell/store';
import { afterAll, describe, expect, it } from 'vitest';
import { bulkOf, nthLead } from '../../testing/lead-fixtures.ts';
import { noOneForgotten } from '../../reports/forgotten.ts';
import { messagesFor } from '../index.ts';
import { checkBlocks, limits, renderModal, weightOf } from '@leadbell/slack-kit';
import type { AlertView } from './alert-view.ts';
import { readErrored } from './errored-leads.ts';
import { alertErrorsView, readErroredRequest, writeErroredRequest } from './errored-view.ts';
import { exportAlert } from './export.ts';
import { exportedCard } from './exported-card.ts';

const golden = languageGoldens(new URL('./__golden__/', import.meta.url));
afterAll(golden.expectNoOrphans);

const minute = 60_000;
const noon = Date.parse('2025-08-25T09:00:00Z');
const reading = { signal: new AbortController().signal, scope: 'all', forgotten: noOneForgotten } as const;
const branch = { code: 'BRANCH_NOT_FOUND', field: 'branch', message: 'Branch 12 not found' };
const phone = { code: 'INVALID_PHONE', field: null, message: 'Invalid phone' };

const errored = (n: number, ...errors: Lead['errors']): Lead => ({
  ...nthLead(n),
  externalId: String(1_000 + n),
  leadId: null,
  outcome: 'errored',
  errors,
});
const fine = (n: number): Lead => ({ ...nthLead(n), leadId: String(90_000 + n), outcome: 'created', errors: [] });

const wrong = (count: number): Lead['errors'] =>
  Array.from({ length: count }, (_, n) => ({
    code: `CODE_NUMBER_${n}`,
    field: `vehicles.model${n}`,
    message: `Wrong thing number ${n} ${'<&>'.repeat(40)}`,
  }));

/** Simulates a DMS with bulks; each key says how many minutes before noon the bulk was created. */
function dms(bulks: Readonly<Record<number, readonly Lead[]>>): LeadsApi & { readonly asked: LeadQuestion[] } {
  const asked: LeadQuestion[] = [];
  return {
    asked,
    async *read(question): AsyncGenerator<AnswerPart> {
      asked.push(question);
      await Promise.resolve();
      if (question.kind !== 'window') return;
      let n = 0;
      for (const [ago, leads] of Object.entries(bulks)) {
        const createdAt = (noon - Number(ago) * minute) as Instant;
        if (createdAt < question.window.from || createdAt >= question.window.to) continue;
        yield* bulkOf(leads, { key: `k${ago}`, id: String(500 + Number(ago)), createdAt }, n);
        n += 1;
      }
    },
  };
}

/** Returns an alert about bulks. `ago`: how many minutes before noon each bulk was created. */
function alertOf(...ago: readonly number[]): StoredAlert {
  const member = (minutes: number) => ({
    dmsId: String(500 + minutes),
    createdAt: (noon - minutes * minute) as Instant,
    state: 'completed',
    count: 1,
    of: 2,
    errors: [{ fingerprint: 'BRANCH_NOT_FOUND|branch', leads: 1 }],
    traits: null,
    since: noon as Instant,
    resolvedAt: null,
  });
  const state: AlertState = {
    status: 'firing',
    startedAt: noon as Instant,
    firedAt: noon as Instant,
    resolvedAt: null,
    toldAt: noon as Instant,
    members: Object.fromEntries(ago.map((minutes) => [String(minutes), member(minutes)])),
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
  };
  return { id: 12, connection: 'dms', rule: 'bulk-errors', group: 'g', state };
}

/** Returns the alert's view, without resent leads and undated bulks. */
function foundOf(alert: StoredAlert): AlertView {
  return {
    alert,
    errorTexts: new Map(),
    sentAgain: new Set(),
    numbersOf: (number) => [number],
    undated: { seenAt: new Map(), keysOf: () => [] },
  };
}

describe('errored leads', () => {
  it('errored leads belong to the alert’s bulks, the newest first; bulks that are close together share one request', async () => {
    const api = dms({
      5: [fine(1), errored(2, branch)],
      12: [errored(3, phone)],
      // A bulk of another alert.
      8: [errored(4, branch)],
      300: [errored(5, branch, phone), fine(6)],
    });
    const { leads, unreadBulks } = await readErrored(foundOf(alertOf(5, 12, 300)), api, reading);
    expect(leads.map(({ lead, bulk, ref }) => [bulk.id, lead.externalId, ref.split('.').at(-1)])).toEqual([
      ['505', '1002', '1'],
      ['512', '1003', '0'],
      ['800', '1005', '0'],
    ]);
    expect(api.asked).toHaveLength(2);
    expect(unreadBulks).toBe(0);
  });

  it('the leads of an undated bulk are found by its key, around the time when it was first seen, and are listed once', async () => {
    const day = 24 * 60 * minute;
    const asked: LeadQuestion[] = [];
    const bulks = [
      { key: 'near', ago: day / 2, leads: [errored(1, branch), fine(2)] },
      { key: 'far', ago: 3 * day, leads: [errored(3, branch)] },
      { key: 'other', ago: day / 2, leads: [errored(4, branch)] },
    ];
    const api: LeadsApi = {
      async *read(question): AsyncGenerator<AnswerPart> {
        asked.push(question);
        await Promise.resolve();
        if (question.kind !== 'window') return;
        const { from, to } = question.window;
        const found = bulks.filter(({ key, ago }) => key === 'near' || (noon - ago >= from && noon - ago < to));
        for (const [n, { key, leads }] of found.entries()) yield* bulkOf(leads, { key, createdAt: null }, n);
      },
    };
    const seenAt = new Map([
      ['stored near', noon as Instant],
      ['stored far', noon as Instant],
      ['stored gone', (noon - 300 * day) as Instant],
    ]);
    const undated = { seenAt, keysOf: ({ key }: { readonly key: string }) => [`stored ${key}`] };
    const found = await readErrored({ ...foundOf(alertOf()), undated }, api, reading);
    expect(found.leads.map(({ bulk, lead }) => [bulk.key, lead.externalId])).toEqual([
      ['near', '1001'],
      ['far', '1003'],
    ]);
    expect(found.unreadBulks).toBe(0);
    // The bulks were first seen at two different times. For each time there are 8 requests: 2 for
    // the days around it, and 6 for the days before.
    expect(asked).toHaveLength(16);
  });

  it('if there are too many bulks, the leads of the newest bulks are shown, with the number of bulks that were not read', async () => {
    const ago = Array.from({ length: 70 }, (_, n) => n * 60);
    const api = dms(Object.fromEntries(ago.map((minutes) => [minutes, [errored(minutes, branch)]])));
    const found = await readErrored(foundOf(alertOf(...ago)), api, reading);
    expect(found.leads).toHaveLength(60);
    expect(found.leads[0]?.bulk.id).toBe('500');
    expect(found.unreadBulks).toBe(10);
  });

  it('errored leads are exported with their errors, and bulks that were not read are reported', async () => {
    const ago = Array.from({ length: 61 }, (_, n) => n * 60);
    const api = dms(Object.fromEntries(ago.map((minutes) => [minutes, [errored(minutes, branch, phone)]])));
    const alerts = {
      find: () => Promise.resolve(foundOf(alertOf(...ago))),
    } as never;
    const messages = messagesFor('en');
    const exported = await exportAlert(12, { leadsApi: api, alerts }, reading, messages);
    expect(exported?.file.content.split('\r\n')).toHaveLength(62);
    expect(exported?.file.content).toContain(
      'BRANCH_NOT_FOUND: branch: Branch 12 not found; INVALID_PHONE: Invalid phone',
    );
    const both = { ...phone, messages: { en: 'Invalid phone', ar: 'الهاتف غير صحيح' } };
    const inBoth = dms(Object.fromEntries(ago.map((minutes) => [minutes, [errored(minutes, both)]])));
    const arabic = await exportAlert(12, { leadsApi: inBoth, alerts }, reading, messagesFor('ar'));
    expect(arabic?.file.content).toContain('INVALID_PHONE: الهاتف غير صحيح');
    const card = exportedCard(exported, messages);
    expect(JSON.stringify(card)).toContain('The file with 60 leads is in your direct messages.');
    expect(JSON.stringify(card)).toContain('1 bulk is left out');
  });

  it('a bulk without a number in the DMS has our own number in the file, spelled as `/leads bulk` accepts it', async () => {
    const createdAt = (noon - 5 * minute) as Instant;
    const api: LeadsApi = {
      async *read(): AsyncGenerator<AnswerPart> {
        await Promise.resolve();
        yield* bulkOf([errored(1, branch)], { key: 'k5', id: null, createdAt }, 0);
      },
    };
    const alert = alertOf(5);
    const [member] = Object.values(alert.state.members);
    const alerts = {
      find: () =>
        Promise.resolve(
          foundOf({ ...alert, state: { ...alert.state, members: { '5': { ...member, dmsId: null } as never } } }),
        ),
    } as never;
    const exported = await exportAlert(12, { leadsApi: api, alerts }, reading, messagesFor('en'));
    expect(exported?.file.content.split('\r\n')[1]).toMatch(/^B5,/);
  });
});

const many = dms({
  5: Array.from({ length: 28 }, (_, n) => errored(n, branch)),
  12: [errored(40, phone, branch), errored(41, phone), errored(42, { code: null, field: null, message: '' })],
});

describe.each(languageTags)('the view in %s', (tag) => {
  const messages = messagesFor(tag);
  const view = async (group: string | null, page: number, api = many, alert = alertOf(5, 12)) =>
    alertErrorsView(
      { ...foundOf(alert), found: await readErrored(foundOf(alert), api, reading) },
      { id: 12, group, page },
      messages,
      'Asia/Riyadh' as never,
    );
  const parts = (card: Awaited<ReturnType<typeof view>>): string =>
    card.parts.map((part) => `${JSON.stringify(part)}\n`).join('');

  it.each([
    ['groups', null, 0],
    ['last-page', null, 99],
  ] as const)('%s', async (name, group, page) => {
    const card = await view(group, page);
    golden.expect(`errored-${name}`, tag, 'txt', parts(card));
    expect(checkBlocks(renderModal(card, { tag, more: String }).blocks, 'modal')).toEqual([]);
  });

  it('the modal shows the chosen group, each lead with all of its errors', async () => {
    const first = await view(null, 0);
    const select = first.parts.flatMap((part) => (part.kind === 'actions' ? part.elements : []))[0];
    const option =
      select?.kind === 'select' ? select.options.find(({ label }) => label.includes('Invalid phone')) : null;
    const request = readErroredRequest(option?.value ?? '');
    expect(request).not.toBeNull();
    const card = await view(request?.group ?? null, 0);
    golden.expect('errored-group', tag, 'txt', parts(card));
  });

  it('the modal shows each lead with all of its errors, in pages within Slack’s limits, whatever the leads contain', async () => {
    const counts = [1, 12, 24, 3, 20, 0, 24, 8, 24, 5, 1, 1, 18];
    const api = dms({ 5: counts.map((count, n) => errored(n, ...wrong(count))) });
    const first = await view(null, 0, api, alertOf(5));
    const pages = [first];
    const all = (): string => pages.map(parts).join('');
    // A page number beyond the last page shows the last page again.
    for (
      let page = first, before = '';
      parts(page) !== before;
      page = await view(null, pages.length, api, alertOf(5))
    ) {
      if (page !== first) pages.push(page);
      before = parts(page);
    }
    expect(all().match(/CODE_NUMBER_\d+/g)).toHaveLength(counts.reduce((sum, count) => sum + count));
    expect(all().match(/"leads\.open"/g)).toHaveLength(counts.length);
    for (const page of pages) {
      const { blocks } = renderModal(page, { tag, more: String });
      expect(checkBlocks(blocks, 'modal')).toEqual([]);
      expect(weightOf(blocks)).toBeLessThanOrEqual(limits.total.characters);
      // Nothing is cut: everything in the card is also in the blocks.
      expect(JSON.stringify(blocks).match(/CODE_NUMBER_\d+/g) ?? []).toEqual(
        parts(page).match(/CODE_NUMBER_\d+/g) ?? [],
      );
    }
  });

  it('the modal says how many errors of a lead are not shown, and where to find them', async () => {
    const api = dms({ 5: [errored(1, ...Array.from({ length: 43 }, () => phone))] });
    const card = await view(null, 0, api, alertOf(5));
    expect(parts(card).match(/INVALID_PHONE/g)).toHaveLength(24);
    expect(parts(card)).toContain(messages.alerts.moreErrors(19));
  });

  it('the modal says that no errors remain', async () => {
    const card = await view(null, 0, dms({ 5: [fine(1)] }), alertOf(5));
    expect(parts(card)).toContain(messages.alerts.exportEmpty);
  });
});

it('a request is read back unchanged from a button’s value', () => {
  for (const request of [
    { id: 12, group: null, page: 0 },
    { id: 999_999_999_999_999, group: 'abc123', page: 6_000 },
  ])
    expect(readErroredRequest(writeErroredRequest(request))).toEqual(request);
  for (const noise of ['', '12', '12 - x', 'x - 0', '12 - 0 0', '-1 - 0']) expect(readErroredRequest(noise)).toBeNull();
});
