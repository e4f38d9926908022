import { expect, test } from 'vitest';
import { actionPart, initialValue, optionGroups, stateOf, valueIn, withValue } from './values.ts';

const red = { text: { type: 'plain_text', text: 'Red' }, value: 'red' };

test.each([
  [{ type: 'static_select', initial_option: red }, red],
  [{ type: 'multi_static_select' }, []],
  [{ type: 'checkboxes', initial_options: [red] }, [red]],
  [{ type: 'radio_buttons' }, null],
  [{ type: 'users_select', initial_user: 'U1' }, 'U1'],
  [{ type: 'multi_users_select', initial_users: ['U1'] }, ['U1']],
  [{ type: 'channels_select', initial_channel: 'C1' }, 'C1'],
  [{ type: 'conversations_select', initial_conversation: 'C1' }, 'C1'],
  [{ type: 'datepicker', initial_date: '2026-11-23' }, '2026-11-23'],
  [{ type: 'timepicker', initial_time: '09:00' }, '09:00'],
  [{ type: 'datetimepicker', initial_date_time: 1_795_000_000 }, 1_795_000_000],
  [{ type: 'plain_text_input', initial_value: 'x' }, 'x'],
  [{ type: 'number_input' }, null],
  [{ type: 'rich_text_input', initial_value: { type: 'rich_text' } }, { type: 'rich_text' }],
  [{ type: 'button' }, undefined],
])('the initial value of %j', (element, wanted) => {
  expect(initialValue(element)).toEqual(wanted);
});

const select = { type: 'static_select', action_id: 'a', options: [red] };
const blocks = [
  { type: 'section', block_id: 's', accessory: select },
  {
    type: 'container',
    block_id: 'c',
    child_blocks: [
      {
        type: 'actions',
        block_id: 'in',
        elements: [
          { type: 'datepicker', action_id: 'd' },
          { type: 'button', action_id: 'b' },
        ],
      },
    ],
  },
  { type: 'input', block_id: 'i', element: { type: 'plain_text_input', action_id: 't', initial_value: 'x' } },
];

test('the state contains all inputs, wherever they are', () => {
  expect(stateOf(blocks)).toEqual({
    s: { a: { type: 'static_select', selected_option: null } },
    in: { d: { type: 'datepicker', selected_date: null } },
    i: { t: { type: 'plain_text_input', value: 'x' } },
  });
});

test('a value is kept while its input exists and has the same kind', () => {
  const filled = withValue(stateOf(blocks), 's', select, red);
  expect(valueIn(stateOf(blocks, filled), 's', select)).toEqual(red);
  expect(
    stateOf([{ type: 'section', block_id: 's', accessory: { type: 'users_select', action_id: 'a' } }], filled),
  ).toEqual({
    s: { a: { type: 'users_select', selected_user: null } },
  });
  expect(stateOf([], filled)).toEqual({});
});

test.each([
  [
    { type: 'button', action_id: 'b', text: 't', value: 'v', style: 'danger', url: 'u' },
    undefined,
    { text: 't', value: 'v', style: 'danger' },
  ],
  [{ type: 'overflow', action_id: 'b' }, red, { selected_option: red }],
  [{ type: 'multi_users_select', action_id: 'b' }, ['U1'], { selected_users: ['U1'] }],
  [{ type: 'datepicker', action_id: 'b' }, '2026-11-23', { selected_date: '2026-11-23' }],
  [{ type: 'plain_text_input', action_id: 'b' }, 'x', { value: 'x' }],
  [
    { type: 'feedback_buttons', action_id: 'b' },
    { text: 'Good', value: 'g' },
    { text: 'Good', value: 'g' },
  ],
])('the action of %j', (element, chosen, wanted) => {
  expect(actionPart('B', element, chosen)).toEqual({ type: element.type, action_id: 'b', block_id: 'B', ...wanted });
});

test('options are read with and without groups', () => {
  expect(optionGroups({ options: [red] })).toEqual([{ label: '', options: [red] }]);
  expect(optionGroups({ option_groups: [{ label: { text: 'G' }, options: [red] }] })).toEqual([
    { label: 'G', options: [red] },
  ]);
});
