import { describe, expect, it } from 'vitest';
import { decide, Moved } from './decision.ts';

/** Begins a decision. Its first writes fail, as many as `overtaken` says, by default with `Moved`. */
function begin(overtaken: number, trouble: () => Error = () => new Moved()) {
  const log: string[] = [];
  let tries = 0;
  const result = decide({
    plan: () => {
      log.push('plan');
      return Promise.resolve((tries += 1));
    },
    render: (plan) => {
      log.push(`render ${plan}`);
      return `text ${plan}`;
    },
    write: (plan, text) => {
      log.push(`write ${text}`);
      return plan <= overtaken ? Promise.reject(trouble()) : Promise.resolve(text);
    },
  });
  return { result, log };
}

describe('a decision', () => {
  it('a decision is planned, rendered and written once', async () => {
    const { result, log } = begin(0);
    expect(await result).toBe('text 1');
    expect(log).toEqual(['plan', 'render 1', 'write text 1']);
  });

  it('a decision is planned and rendered again if another decision was written meanwhile', async () => {
    const { result, log } = begin(2);
    expect(await result).toBe('text 3');
    expect(log.filter((step) => step === 'plan')).toHaveLength(3);
    expect(log.slice(-2)).toEqual(['render 3', 'write text 3']);
  });

  it('a decision is given up if each attempt is overtaken by another decision', async () => {
    const { result, log } = begin(Infinity);
    await expect(result).rejects.toThrow(Moved);
    expect(log.filter((step) => step === 'plan')).toHaveLength(5);
  });

  it('a decision is not tried again after any other error', async () => {
    const { result, log } = begin(1, () => new RangeError('no'));
    await expect(result).rejects.toThrow(RangeError);
    expect(log).toHaveLength(3);
  });
});
