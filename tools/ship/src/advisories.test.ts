import { expect, test } from 'vitest';
import { judgeReport } from './advisories.ts';

const advisory = (severity: string) => ({
  module_name: 'left-pad',
  severity,
  title: 'Pads too far',
  url: 'https://example.com/1',
});
const report = (...severities: string[]) => JSON.stringify({ advisories: severities.map(advisory), metadata: {} });

test.each([
  [report(), false, [/^No known advisories for the locked packages\.$/]],
  [report('low', 'moderate'), false, [/^low {2}left-pad/, /^moderate {2}left-pad/]],
  [report('low', 'high'), true, [/^low/, /^high {2}left-pad {2}Pads too far {2}https/]],
  [report('critical'), true, [/^critical/]],
])('%s', (text, isFailure, says) => {
  expect(judgeReport(text, '')).toEqual({ isFailure, says: says.map((one) => expect.stringMatching(one)) });
});

test.each([
  ['', 'Error: ERR_PNPM_AUDIT_BAD_RESPONSE\n\n  × The audit endpoint responded with 405:\n', /responded with 405:$/],
  ['', '', /it did not answer in time$/],
  ['<html>', 'a page', /a page$/],
  ['{"ok":true}', 'another report', /another report$/],
])('without a report the check passes and says why there is none: %j', (text, why, says) => {
  const { isFailure, says: lines } = judgeReport(text, why);
  expect(isFailure).toBe(false);
  expect(lines).toEqual([expect.stringMatching(/^Known advisories were not checked, the source is unavailable: /)]);
  expect(lines[0]).toMatch(says);
});
