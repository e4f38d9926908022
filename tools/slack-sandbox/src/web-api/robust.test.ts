import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { blockKinds } from '../blocks/block-shapes.ts';
import { normaliseBlocks } from '../blocks/normalise.ts';
import { validateBlocks } from '../blocks/validate.ts';
import { coverage } from '../coverage.ts';
import { sandboxOnly, stopAll } from '../test-app.ts';

afterEach(stopAll);

const blockLike = fc.record({ type: fc.constantFrom(...Object.keys(blockKinds)) }, { requiredKeys: ['type'] });
const anyBlocks = fc.array(
  fc
    .tuple(
      blockLike,
      fc.dictionary(
        fc.constantFrom('text', 'elements', 'fields', 'rows', 'chart', 'element', 'child_blocks'),
        fc.jsonValue(),
      ),
    )
    .map(([block, fields]) => ({ ...fields, ...block })),
);

test('any blocks are validated without throwing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), anyBlocks), fc.constantFrom('message', 'modal', 'home'), (blocks, surface) => {
      const accepted = validateBlocks(blocks, surface).length === 0;
      expect(accepted ? normaliseBlocks(blocks as unknown[]) : []).toHaveLength(
        accepted ? (blocks as unknown[]).length : 0,
      );
    }),
    { numRuns: 500 },
  );
});

const argument = fc.constantFrom(
  'channel',
  'ts',
  'text',
  'blocks',
  'view',
  'user',
  'users',
  'limit',
  'cursor',
  'oldest',
  'files',
  'metadata',
  'attachments',
  'types',
);
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('C0SALES', 'U0NOURA', '1', '1700000000.000001', '[{"type":"divider"}]', '{"type":"home"}'),
);

test('every method answers in JSON with `ok` for arbitrary input', async () => {
  const sandbox = await sandboxOnly({ limits: false });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...coverage.methods), fc.dictionary(argument, value), async (method, args) => {
      const token = method === 'apps.connections.open' ? sandbox.appToken : sandbox.botToken;
      const response = await fetch(`${sandbox.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(args),
      });
      expect(response.status).toBe(200);
      expect(await response.json()).toHaveProperty('ok');
    }),
    { numRuns: 400 },
  );
});
