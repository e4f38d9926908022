/**
 * A message with every block and element that it may hold, and a modal with every input: for the
 * page's browser test.
 */

const plain = (text: string): object => ({ type: 'plain_text', text });
const mrkdwn = (text: string): object => ({ type: 'mrkdwn', text });
const option = (text: string, value: string): object => ({ text: plain(text), value });
const rich = (...elements: object[]): object => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const richWords = (text: string): object => ({ type: 'text', text });
const picture = { image_url: 'https://pictures.example/car.png', alt_text: 'A red car' };

const colours = [option('Red', 'red'), option('Green', 'green'), option('Blue', 'blue')];

const selects = [
  { type: 'static_select', action_id: 'colour', placeholder: plain('Colour'), options: colours },
  {
    type: 'static_select',
    action_id: 'grouped',
    placeholder: plain('Branch'),
    option_groups: [
      { label: plain('Riyadh'), options: [option('Exit 5', 'exit5'), option('خريص', 'khurais')] },
      { label: plain('Jeddah'), options: [option('Corniche', 'corniche')] },
    ],
    initial_option: option('خريص', 'khurais'),
  },
  { type: 'external_select', action_id: 'model', placeholder: plain('Model'), min_query_length: 2 },
  { type: 'users_select', action_id: 'who', placeholder: plain('Person'), initial_user: 'U0SAMIR' },
  { type: 'conversations_select', action_id: 'where', placeholder: plain('Conversation') },
  { type: 'channels_select', action_id: 'channel', placeholder: plain('Channel') },
];

const multiSelects = [
  {
    type: 'multi_static_select',
    action_id: 'colours',
    placeholder: plain('Colours'),
    options: colours,
    initial_options: [colours[1]],
  },
  { type: 'multi_users_select', action_id: 'people', placeholder: plain('People') },
  { type: 'multi_external_select', action_id: 'models', placeholder: plain('Models'), min_query_length: 0 },
];

const choices = [
  {
    type: 'radio_buttons',
    action_id: 'radio',
    options: [{ ...option('Call', 'call'), description: plain('within the hour') }, option('Message', 'message')],
    initial_option: { ...option('Call', 'call'), description: plain('within the hour') },
  },
  {
    type: 'checkboxes',
    action_id: 'checks',
    options: [{ text: mrkdwn('*Hot* only'), value: 'hot' }, option('New', 'new')],
  },
  { type: 'datepicker', action_id: 'date', initial_date: '2026-11-23' },
  { type: 'timepicker', action_id: 'time', initial_time: '13:30' },
  { type: 'datetimepicker', action_id: 'moment', initial_date_time: 1_795_000_000 },
  { type: 'overflow', action_id: 'more', options: [option('Copy', 'copy'), option('Assign', 'assign')] },
];

const buttons = [
  { type: 'button', action_id: 'go', text: plain('Go :rocket:'), value: 'v1' },
  { type: 'button', action_id: 'yes', text: plain('Approve'), style: 'primary' },
  {
    type: 'button',
    action_id: 'no',
    text: plain('Delete'),
    style: 'danger',
    confirm: {
      title: plain('Delete it?'),
      text: mrkdwn('*This* cannot be undone.'),
      confirm: plain('Delete'),
      deny: plain('Keep'),
      style: 'danger',
    },
  },
  { type: 'button', action_id: 'link', text: plain('Open the site'), url: 'https://site.example/' },
];

const rows = Array.from({ length: 12 }, (_none, at) => [
  { type: 'raw_text', text: ['Sara', 'Omar', 'ريم', 'Khalid'][at % 4] },
  { type: 'raw_number', value: (at * 37) % 100, text: String((at * 37) % 100) },
  rich({ type: 'text', text: at % 2 === 0 ? 'Hot' : 'Cold', style: { bold: true } }),
]);

const categories = ['09', '10', '11', '12', '13', '14'];
const series = (name: string, values: number[]): object => ({
  name,
  data: values.map((value, at) => ({ label: categories[at], value })),
});
const xy = (type: string): object => ({
  type: 'data_visualization',
  title: `Leads by hour (${type})`,
  chart: {
    type,
    series: [series('Created', [4, 9, 14, 11, 6, 3]), series('Errors', [1, 0, 2, 3, 0, 1])],
    axis_config: { categories, x_label: 'Hour', y_label: 'Leads' },
  },
});

const everyRichText = {
  type: 'rich_text',
  block_id: 'rich',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        richWords('Rich '),
        { type: 'text', text: 'bold', style: { bold: true } },
        richWords(' '),
        { type: 'text', text: 'struck', style: { strike: true, italic: true } },
        richWords(' '),
        { type: 'text', text: 'code', style: { code: true } },
        richWords(' '),
        { type: 'link', url: 'https://site.example/', text: 'a link' },
        richWords(' '),
        { type: 'user', user_id: 'U0NOURA' },
        richWords(' '),
        { type: 'channel', channel_id: 'C0SALES' },
        richWords(' '),
        { type: 'emoji', name: 'wave' },
        richWords(' '),
        { type: 'broadcast', range: 'here' },
        richWords(' '),
        { type: 'date', timestamp: 1_795_000_000, format: '{date_long} at {time}', fallback: 'a day' },
        richWords(' '),
        { type: 'color', value: '#e01e5a' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [
        { type: 'rich_text_section', elements: [richWords('first')] },
        { type: 'rich_text_section', elements: [richWords('ثانيًا')] },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'bullet',
      indent: 1,
      elements: [{ type: 'rich_text_section', elements: [richWords('deeper')] }],
    },
    { type: 'rich_text_quote', elements: [richWords('A quote')] },
    { type: 'rich_text_preformatted', elements: [richWords('{ "pre": true }')] },
  ],
};

export const texts: object[] = [
  { type: 'header', text: plain('Kitchen sink :sparkles:') },
  {
    type: 'section',
    text: mrkdwn(
      '*bold* _italic_ ~struck~ `code` <https://site.example/|link> <@U0SAMIR> <#C0SALES> &lt;b&gt;\n&gt; quoted\n```pre <b>```\nعربي *غامق* ثم English',
    ),
  },
  { type: 'section', fields: [mrkdwn('*Source*\nWebsite'), mrkdwn('*المصدر*\nالموقع'), plain('Plain field')] },
  {
    type: 'section',
    text: mrkdwn('With a button'),
    accessory: { type: 'button', action_id: 'side', text: plain('Side') },
  },
  {
    type: 'section',
    text: mrkdwn('With a picture, which is a longer text so that it has to wrap beside the picture on the right'),
    accessory: { type: 'image', ...picture },
  },
  { type: 'divider' },
  { type: 'image', ...picture, title: plain('A picture') },
  { type: 'context', elements: [{ type: 'image', ...picture }, mrkdwn('Context *text*'), plain('and plain')] },
  everyRichText,
  {
    type: 'markdown',
    text: '# Title\n\nSome **bold** and *italic* [link](https://site.example/)\n\n- one\n- two\n  1. inner\n- [x] done\n\n> quote\n\n| Brand | Leads |\n|---|---:|\n| KIA | 12 |\n| MG | 7 |\n\n```js\nlet a = 1;\n```',
  },
];

export const controls: object[] = [
  { type: 'actions', block_id: 'buttons', elements: buttons },
  { type: 'actions', block_id: 'selects', elements: selects },
  { type: 'actions', block_id: 'multis', elements: multiSelects },
  { type: 'actions', block_id: 'choices', elements: choices },
  {
    type: 'input',
    block_id: 'note',
    dispatch_action: true,
    label: plain('Note'),
    hint: plain('Enter sends it'),
    element: { type: 'plain_text_input', action_id: 'text', placeholder: plain('Say something') },
  },
  {
    type: 'context_actions',
    block_id: 'opinion',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: plain('Good'), value: 'good' },
        negative_button: { text: plain('Bad'), value: 'bad' },
      },
      { type: 'icon_button', action_id: 'bin', icon: 'trash', text: plain('Remove') },
    ],
  },
];

export const data: object[] = [
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Branch' },
        { type: 'raw_text', text: 'Leads' },
      ],
      [
        { type: 'raw_text', text: 'الرياض' },
        { type: 'raw_number', value: 12, text: '12' },
      ],
      [rich({ type: 'text', text: 'Jeddah', style: { bold: true } }), { type: 'raw_number', value: 7, text: '7' }],
    ],
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
  },
  {
    type: 'data_table',
    caption: 'Leads of today',
    page_size: 5,
    row_header_column_index: 0,
    rows: [
      [
        { type: 'raw_text', text: 'Name' },
        { type: 'raw_text', text: 'Score' },
        { type: 'raw_text', text: 'Heat' },
      ],
      ...rows,
    ],
  },
  xy('bar'),
  {
    type: 'data_visualization',
    title: 'Sources',
    chart: {
      type: 'pie',
      segments: [
        { label: 'Website', value: 18 },
        { label: 'Walk-in', value: 17 },
        { label: 'وسائل التواصل', value: 26 },
      ],
    },
  },
];

const card = (name: string, id: string): object => ({
  type: 'card',
  block_id: id,
  icon: picture,
  title: plain(name),
  subtitle: mrkdwn('Toyota CAMRY 2026'),
  body: mrkdwn('Wants a *test drive*'),
  subtext: mrkdwn('Website · Google Ads'),
  actions: [{ type: 'button', action_id: 'call', text: plain('Call') }],
});

export const groups: object[] = [
  xy('line'),
  xy('area'),
  card('Sara N.', 'card-alone'),
  { type: 'carousel', elements: [card('Omar K.', 'card-1'), card('ريم ا.', 'card-2'), card('Khalid M.', 'card-3')] },
  {
    type: 'container',
    title: plain('Folded away'),
    subtitle: plain('two blocks'),
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [
      { type: 'section', text: mrkdwn('Inside the container') },
      { type: 'actions', block_id: 'inside', elements: [{ type: 'button', action_id: 'inner', text: plain('Inner') }] },
    ],
  },
  {
    type: 'video',
    video_url: 'https://video.example/1',
    thumbnail_url: 'https://video.example/1.png',
    alt_text: 'A video',
    title: plain('How to follow up'),
    provider_name: 'Video Example',
  },
  { type: 'file', source: 'remote', external_id: 'remote-file' },
  {
    type: 'task_card',
    task_id: 't1',
    title: 'Fetching leads',
    status: 'in_progress',
    details: rich(richWords('page 2')),
  },
  {
    type: 'plan',
    title: 'Plan',
    tasks: [
      { type: 'task_card', task_id: 't2', title: 'Fetch', status: 'complete' },
      { type: 'task_card', task_id: 't3', title: 'Count', status: 'pending' },
    ],
  },
];

const input = (block_id: string, label: string, element: object, more: object = {}): object => ({
  type: 'input',
  block_id,
  label: plain(label),
  element: { action_id: 'v', ...element },
  ...more,
});

export const modal = {
  type: 'modal',
  callback_id: 'sink',
  title: plain('Every input'),
  submit: plain('Save'),
  close: plain('Not now'),
  blocks: [
    { type: 'alert', level: 'warning', text: mrkdwn('*Careful*: an alert') },
    input('name', 'Name', { type: 'plain_text_input' }, { hint: plain('As on the card') }),
    input(
      'about',
      'About',
      { type: 'plain_text_input', multiline: true, initial_value: 'two\nlines' },
      { optional: true },
    ),
    input('count', 'Count', { type: 'number_input', is_decimal_allowed: false, initial_value: '3' }),
    input('mail', 'E-mail', { type: 'email_text_input' }, { optional: true }),
    input('site', 'Site', { type: 'url_text_input' }, { optional: true }),
    input('story', 'Story', { type: 'rich_text_input' }, { optional: true }),
    input('colour', 'Colour', { type: 'static_select', options: colours, initial_option: colours[0] }),
    input('colours', 'Colours', { type: 'multi_static_select', options: colours }, { optional: true }),
    input('owner', 'Owner', { type: 'users_select', initial_user: 'U0NOURA' }),
    input(
      'how',
      'How',
      { type: 'radio_buttons', options: [option('Call', 'call'), option('Message', 'message')] },
      { optional: true },
    ),
    input('when', 'When', { type: 'datepicker', initial_date: '2026-11-24' }),
    input('at', 'At', { type: 'timepicker', initial_time: '09:00' }),
    {
      type: 'actions',
      block_id: 'deeper',
      elements: [{ type: 'button', action_id: 'push', text: plain('Another on top') }],
    },
  ],
};
