/**
 * Parses the query of `GET /v1/leads/bulks` as the API's documentation describes it. Pure. An error is one sentence, which is sent with a 400.
 */
export type Question =
  | { readonly kind: 'bulk'; readonly id: number }
  | {
      readonly kind: 'range';
      readonly from: number;
      readonly to: number;
      readonly leadId?: number;
      readonly source?: number;
      readonly subSource?: number;
    };

const sevenDaysMs = 7 * 86_400_000;
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export function readQuestion(params: URLSearchParams): Question | { readonly refused: string } {
  const numbers: Record<string, number> = {};
  for (const name of ['id', 'leadId', 'source', 'subSource']) {
    const text = params.get(name);
    if (text === null) continue;
    if (!/^\d{1,16}$/.test(text)) return { refused: `${name} should be a whole number` };
    numbers[name] = Number(text);
  }
  if (numbers['id'] !== undefined) return { kind: 'bulk', id: numbers['id'] };
  const dates: Record<string, number> = {};
  for (const name of ['fromDate', 'toDate']) {
    const text = params.get(name);
    if (text === null)
      return { refused: `Either id or leadId and fromDate and toDate is mandatory: ${name} is missing` };
    const at = instantForm.test(text) ? Date.parse(text) : Number.NaN;
    // 30 February must not become 2 March.
    if (Number.isNaN(at) || new Date(at).toISOString() !== text)
      return { refused: `${name} should be like 2025-08-24T21:00:00.000Z` };
    dates[name] = at;
  }
  const { fromDate: from = 0, toDate: to = 0 } = dates;
  if (to < from) return { refused: 'toDate is before fromDate' };
  if (to - from > sevenDaysMs) return { refused: 'date range should be 7 days' };
  const { leadId, source, subSource } = numbers;
  return {
    kind: 'range',
    from,
    to,
    ...(leadId === undefined ? {} : { leadId }),
    ...(source === undefined ? {} : { source }),
    ...(subSource === undefined ? {} : { subSource }),
  };
}
