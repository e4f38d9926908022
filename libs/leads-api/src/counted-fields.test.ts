import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CountedField, type PartialLead, wholeLead } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { client, day, midnight, windowOf } from './fixtures.ts';

/** A value for each field that a DMS may send, under its name in the API. */
const sent: Readonly<Record<Exclude<CountedField, 'errors' | 'outcome'>, (n: number) => unknown>> = {
  externalId: (n) => n,
  leadId: (n) => n + 1,
  leadType: () => 'Individual',
  brand: () => 'KIA',
  branch: () => 'Riyadh North',
  source: () => 'Website',
  subSource: () => 'Email',
  priority: () => 'Hot',
  vehicleType: () => 'New',
  testDriveRequired: () => true,
  phoneCode: () => '00966',
  phoneNumber: (n) => `05000${n}`,
  email: (n) => `lead${n}@example.com`,
  firstName: () => 'Alfa',
  lastName: () => 'Testali',
  contactName: () => 'Alfa Testali',
};
const fields = Object.keys(sent) as (keyof typeof sent)[];

test('a lead that is counted from its bytes has the same fields as if it were parsed completely', async () => {
  const leads = Array.from({ length: 6_000 }, (_, n) =>
    Object.fromEntries([
      ['isError', n % 2],
      ['errorList', n % 2 === 0 ? null : 'Branch unknown'],
      ...fields.map((name) => [name === 'externalId' ? 'leadExternalId' : name, sent[name](n + 10_000)]),
    ]),
  );
  const bulk = { leads, createdDate: '2025-08-25T06:00:00.000Z', createdBy: 1, totalRecords: 6_000, isProcessed: 4 };
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([bulk]));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { api } = client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const differing = new Set<string>();
  let counted = 0;
  const persons = new Set<string>();
  const window = windowOf(midnight, midnight + day);
  for await (const part of api.read({ kind: 'window', window }, { counted: true })) {
    for (const lead of part.type === 'leads' ? part.leads : []) {
      counted += 1;
      if ('copyPerson' in lead) persons.add(fieldsCopied(lead));
      const whole = wholeLead(lead);
      for (const name of [...fields, 'outcome', 'errors'] as const) {
        const right = JSON.stringify(whole[name]);
        if (JSON.stringify(lead[name]) !== right || right === 'null')
          differing.add(`${name}: see notedFields and slots in gaps.ts, and plain-lead.ts`);
      }
    }
  }
  server.close();
  expect([counted, ...differing]).toEqual([6_000]);
  // `PackedPeople` reads the fields back in this order: see `copyPerson`.
  expect([...persons]).toEqual(['phoneCode phoneNumber email firstName lastName contactName']);
});

/** The names of the person's fields, in the order of their copied values. */
function fieldsCopied(lead: PartialLead): string {
  const bytes = new Uint8Array(2_000);
  const end = lead.copyPerson(bytes, 0, bytes.length);
  const names: string[] = [];
  for (let at = 0; at < end; at += 1 + (bytes[at] ?? 0)) {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0))));
    names.push(fields.find((name) => lead[name] === value) ?? String(value));
  }
  return names.join(' ');
}
