import { Buffer } from 'node:buffer';
import type { Zone } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { LeadScanner } from './lead-scanner.ts';
import { Stretch } from './stretch.ts';

const whole = '{"leadExternalId":1,"errorList":["Alfa"],"extra":["Beta"],"brand":"KIA"}';

/** Builds a stretch from the text, sixteen zeros, and `left`: bytes that remain from an earlier turn. */
function stretchOf(text: string, left: string): Stretch {
  const stretch = new Stretch(text.length + 16 + left.length);
  stretch.bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(16), Buffer.from(left)]);
  return stretch;
}

test.each(['"]', ']', '"],"extra":["', '}]'])(
  'a lead that is cut anywhere is not completed with the old bytes %s after it',
  (left) => {
    const scanner = new LeadScanner('Asia/Riyadh' as Zone);
    // The first scan learns the gaps.
    scanner.look(stretchOf(whole, ''), whole.length);
    expect(scanner.scan(0)?.length).toBe(whole.length);
    for (let end = 1; end < whole.length; end += 1) {
      scanner.look(stretchOf(whole.slice(0, end), left), end);
      expect({ end, lead: scanner.scan(0) }).toEqual({ end, lead: null });
    }
  },
);
