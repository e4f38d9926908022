/** Draws an avatar: initials on the person's colour, or for the app a rounded square with its first letter. */
import type { VNode } from 'preact';
import type { PageUser } from '../protocol.ts';
import { tag } from '../tag.ts';

function initials(name: string): string {
  const [first = '', second = ''] = name.trim().split(/\s+/);
  return [first, second]
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x20).trim())
    .join('')
    .toUpperCase();
}

export function Avatar({ user, small }: { user: PageUser; small?: boolean }): VNode {
  const color = /^#[\da-f]{6}$/i.test(user.color) ? user.color : '#5b6770';
  const letters = user.isBot || small === true ? initials(user.realName).slice(0, 1) : initials(user.realName);
  return tag(
    'span.avatar',
    {
      class: `${small === true ? 'small' : ''} ${user.isBot ? 'bot' : ''}`,
      style: { background: color },
      'aria-hidden': 'true',
    },
    letters,
  );
}
