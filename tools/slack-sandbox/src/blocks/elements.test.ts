import { expect, test } from 'vitest';
import { elementsOf, findElement, initialState, mergeState } from './elements.ts';
import { normaliseBlocks } from './normalise.ts';

const plain = (text: string): object => ({ type: 'plain_text', text });
const button = (more: object = {}): object => ({ type: 'button', text: plain('Go'), ...more });

test('every block and every interactive element gets an id, and given ids are kept', () => {
  const [section, actions] = normaliseBlocks([
    { type: 'section', text: plain('x'), accessory: button() },
    { type: 'actions', block_id: 'mine', elements: [button({ action_id: 'a' }), button()] },
  ]);
  expect(section).toMatchObject({ block_id: expect.any(String), accessory: { action_id: expect.any(String) } });
  expect(actions).toMatchObject({
    block_id: 'mine',
    elements: [{ action_id: 'a' }, { action_id: expect.any(String) }],
  });
});

test('elements are found in containers, carousels and data tables, each with its nearest block', () => {
  const blocks = normaliseBlocks([
    {
      type: 'container',
      block_id: 'c',
      child_blocks: [1, 2].map((n) => ({ type: 'section', block_id: `s${n}`, accessory: button({ action_id: 'go' }) })),
    },
    {
      type: 'carousel',
      block_id: 'r',
      elements: [{ type: 'card', block_id: 'k', actions: [button({ action_id: 'go' })] }],
    },
    { type: 'data_table', block_id: 't', rows: [[{ type: 'action', element: button({ action_id: 'go' }) }]] },
  ]);
  expect([...elementsOf(blocks)].map((found) => found.blockId)).toEqual(['s1', 's2', 'k', 't']);
  expect(findElement(blocks, 's2', 'go')?.blockId).toBe('s2');
  expect(findElement(blocks, undefined, 'nothing')).toBeUndefined();
});

test('the state starts with the initial values and accepts only existing inputs', () => {
  const option = { text: plain('KIA'), value: 'KIA' };
  const state = initialState([
    { type: 'input', block_id: 'n', element: { type: 'plain_text_input', action_id: 'v', initial_value: 'Sara' } },
    {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'static_select', action_id: 's', options: [option], initial_option: option }],
    },
  ]);
  expect(state).toEqual({
    n: { v: { type: 'plain_text_input', value: 'Sara' } },
    b: { s: { type: 'static_select', selected_option: option } },
  });
  const merged = mergeState(state, { n: { v: { type: 'plain_text_input', value: 'Omar' }, other: 1 }, nowhere: {} });
  expect(merged).toEqual({ ...state, n: { v: { type: 'plain_text_input', value: 'Omar' } } });
});
