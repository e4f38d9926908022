import { expect, it } from 'vitest';
import { personIn, typedText } from './typed-text.ts';

it.each([
  ['assign 12 <@U0NOURA|noura>', 'assign 12 <@U0NOURA>'],
  ['assign 12 <@U0NOURA>', 'assign 12 <@U0NOURA>'],
  ['note 12 ask <@U1AB|x> and <@U2CD|y>', 'note 12 ask <@U1AB> and <@U2CD>'],
  ['note 12 see <#C0SALES|sales>', 'note 12 see #sales'],
  ['note 12 see <#C0SALES>', 'note 12 see <#C0SALES>'],
  ['note 12 <https://dms.example.com/a?b=1|dms.example.com>', 'note 12 dms.example.com'],
  ['note 12 <https://dms.example.com/a?b=1&amp;c=2>', 'note 12 https://dms.example.com/a?b=1&c=2'],
  ['today branch:"<mailto:a@b.example|a@b.example>"', 'today branch:"a@b.example"'],
  ['note 12 <!here> <!subteam^S0123ABCD|@leads>', 'note 12 @here @leads'],
  ['today brand:A&amp;B 5 &lt; 6 &gt; 4', 'today brand:A&B 5 < 6 > 4'],
  ['&lt;@U0FAKE&gt;', '<@U0FAKE>'],
  ['اليوم ماركة:KIA', 'اليوم ماركة:KIA'],
  ['', ''],
])('%j decodes to %j', (sent, typed) => {
  expect(typedText(sent)).toBe(typed);
});

it.each([
  ['<@U0NOURA>', 'U0NOURA'],
  ['<@w0other1>', 'W0OTHER1'],
  ['@noura', null],
  ['<@>', null],
  ['<@U0NOURA> <@U0SAMIR>', null],
  ['noura', null],
])('%j names the person %j', (word, id) => {
  expect(personIn(word)).toBe(id);
});

it.each([
  ['half \uD83D an emoji', 'half \uFFFD an emoji'],
  ['note 12 first\r\nsecond\tthird', 'note 12 first second third'],
  ['a\u0000b\u0007c', 'abc'],
])('%j can be stored: %j', (sent, typed) => {
  expect(typedText(sent)).toBe(typed);
});
