/** Describes block elements: every type that Slack documents, with its fields and lengths. */
import {
  anything,
  arrayOf,
  boolean,
  number,
  oneOf,
  pattern,
  report,
  shape,
  string,
  type Check,
  type Shape,
} from './check.ts';
import { blockLimits as limits } from './limits.ts';
import {
  anyText,
  choiceOption,
  confirm,
  httpUrl,
  imageElement,
  initialAmongOptions,
  optionGroups,
  plainText,
  richTextBlock,
  selectOption,
} from './objects.ts';

const text = string(limits.inputText);
const id = string(limits.id, 1);
const ids = arrayOf(id, limits.options, 0);
const placeholder = plainText(limits.placeholder);
const date = pattern(/^\d{4}-\d\d-\d\d$/, 'a date as YYYY-MM-DD');
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm');
const label = string(limits.buttonText);

const dispatchConfig = shape({
  required: { trigger_actions_on: arrayOf(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
});

/** Describes an interactive element: action id, confirmation, and the fields of its kind. */
function element({ required = {}, optional = {}, also }: Shape): Check {
  return shape({
    required,
    optional: { action_id: string(limits.id, 1), confirm, ...optional },
    ...(also === undefined ? {} : { also }),
  });
}

function input(optional: Record<string, Check>, required: Record<string, Check> = {}): Check {
  return element({
    required,
    optional: { placeholder, focus_on_load: boolean, dispatch_action_config: dispatchConfig, ...optional },
  });
}

function select(optional: Record<string, Check>, also?: Shape['also']): { single: Check; multi: Check } {
  const common = { placeholder, focus_on_load: boolean, ...optional };
  const rules = also === undefined ? {} : { also };
  return {
    single: element({ optional: { ...common, response_url_enabled: boolean }, ...rules }),
    multi: element({ optional: { ...common, max_selected_items: number(1) }, ...rules }),
  };
}

const staticSelect = select(
  {
    options: arrayOf(selectOption, limits.options),
    option_groups: optionGroups,
    initial_option: selectOption,
    initial_options: arrayOf(selectOption, limits.options, 0),
  },
  (value, pointer, checking) => {
    const one = value['options'] !== undefined;
    if (one === (value['option_groups'] !== undefined)) {
      report(
        checking,
        'missing_field',
        one ? 'only one of options and option_groups allowed' : 'missing required field: options',
        pointer,
      );
    }
    initialAmongOptions(value, pointer, checking);
  },
);
const externalSelect = select({
  initial_option: selectOption,
  initial_options: arrayOf(selectOption, limits.options, 0),
  min_query_length: number(0),
});
const usersSelect = select({ initial_user: id, initial_users: ids });
const channelsSelect = select({ initial_channel: id, initial_channels: ids });
const conversationsSelect = select({
  initial_conversation: id,
  initial_conversations: ids,
  default_to_current_conversation: boolean,
  filter: shape({
    optional: {
      include: arrayOf(oneOf('im', 'mpim', 'private', 'public'), 4),
      exclude_external_shared_channels: boolean,
      exclude_bot_users: boolean,
    },
  }),
});

const choices = { required: { options: arrayOf(choiceOption, limits.choices) }, also: initialAmongOptions };

const feedback = shape({
  required: { text: plainText(limits.buttonText), value: string(limits.buttonValue) },
  optional: { accessibility_label: label },
});

export const elementShapes: Readonly<Record<string, Check>> = {
  button: element({
    required: { text: plainText(limits.buttonText) },
    optional: {
      value: string(limits.buttonValue),
      url: httpUrl,
      style: oneOf('primary', 'danger'),
      accessibility_label: label,
    },
  }),
  workflow_button: element({
    required: { text: plainText(limits.buttonText), workflow: anything },
    optional: { style: oneOf('primary', 'danger'), accessibility_label: label },
  }),
  icon_button: element({
    required: { icon: id, text: plainText(limits.buttonText) },
    optional: { value: string(limits.buttonValue), accessibility_label: label, visible_to_user_ids: ids },
  }),
  feedback_buttons: element({ required: { positive_button: feedback, negative_button: feedback } }),
  image: imageElement,
  overflow: element({ required: { options: arrayOf(selectOption, limits.overflowOptions) } }),
  static_select: staticSelect.single,
  multi_static_select: staticSelect.multi,
  external_select: externalSelect.single,
  multi_external_select: externalSelect.multi,
  users_select: usersSelect.single,
  multi_users_select: usersSelect.multi,
  channels_select: channelsSelect.single,
  multi_channels_select: channelsSelect.multi,
  conversations_select: conversationsSelect.single,
  multi_conversations_select: conversationsSelect.multi,
  radio_buttons: element({ ...choices, optional: { initial_option: choiceOption, focus_on_load: boolean } }),
  checkboxes: element({
    ...choices,
    optional: { initial_options: arrayOf(choiceOption, limits.choices), focus_on_load: boolean },
  }),
  datepicker: element({ optional: { placeholder, initial_date: date, focus_on_load: boolean } }),
  timepicker: element({ optional: { placeholder, initial_time: time, timezone: id, focus_on_load: boolean } }),
  datetimepicker: element({
    optional: { initial_date_time: number(1_000_000_000, 9_999_999_999), focus_on_load: boolean },
  }),
  plain_text_input: input({
    initial_value: text,
    multiline: boolean,
    min_length: number(0, limits.inputText),
    max_length: number(1, limits.inputText),
  }),
  email_text_input: input({ initial_value: text }),
  url_text_input: input({ initial_value: text }),
  number_input: input({ initial_value: text, min_value: text, max_value: text }, { is_decimal_allowed: boolean }),
  rich_text_input: input({ initial_value: richTextBlock, min_lines: number(1), max_lines: number(1) }),
  file_input: element({ optional: { filetypes: arrayOf(id, 100), max_files: number(1, 10) } }),
  // The texts of a context block are elements too, but not interactive.
  plain_text: anyText(limits.contextText),
  mrkdwn: anyText(limits.contextText),
};

const selects = ['static', 'external', 'users', 'channels', 'conversations'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);
const pickers = [
  'checkboxes',
  'datepicker',
  'overflow',
  'radio_buttons',
  'timepicker',
  'workflow_button',
  'button',
  ...selects,
];

/** For each kind of block, the elements that it accepts. */
export const allowedElements = {
  actions: new Set([...pickers, 'datetimepicker', 'rich_text_input']),
  accessory: new Set([...pickers, 'image']),
  context: new Set(['image', 'plain_text', 'mrkdwn']),
  contextActions: new Set(['feedback_buttons', 'icon_button']),
  button: new Set(['button']),
  input: new Set([
    ...selects,
    'checkboxes',
    'radio_buttons',
    'datepicker',
    'timepicker',
    'datetimepicker',
    'plain_text_input',
    'email_text_input',
    'url_text_input',
    'number_input',
    'rich_text_input',
    'file_input',
  ]),
} as const;
