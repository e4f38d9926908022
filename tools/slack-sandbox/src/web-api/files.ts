/** Uploads files in three steps: an address, the bytes, then sharing. Only the last few files are kept, in memory. */
import { changed, commit, removeMessage } from '../conversation.ts';
import { isRecord, list, text, type Json } from '../json.ts';
import { newId, newSecret } from '../state/ids.ts';
import type { StoredFile } from '../state/messages.ts';
import type { World } from '../world.ts';
import { nested, optional, required } from './arguments.ts';
import { acceptBlocks } from './blocks-argument.ts';
import { threadRoot, writableChannel } from './chat.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireFile } from './wire.ts';

/** If there are more files or bytes than this, the oldest files are removed; messages keep the names of the files. */
const keepFiles = 200;
const keepBytes = 100 * 1024 * 1024;

const mimetypes: Record<string, string> = {
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
};

function getUploadUrl({ world, args }: Call): Json {
  const name = required(args, 'filename');
  const size = Number(required(args, 'length'));
  if (!Number.isInteger(size) || size <= 0) throw new SlackRefusal('invalid_arguments');
  const file: StoredFile = {
    id: newId('F'),
    name,
    title: name,
    mimetype: mimetypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    size,
    user: world.settings.botUserId,
    created: Math.floor(world.settings.now() / 1000),
    bytes: new Uint8Array(),
  };
  const ticket = newSecret();
  world.uploads.set(ticket, file);
  trim(world.uploads);
  return { upload_url: `${world.origin}/upload/v1/${ticket}`, file_id: file.id };
}

function trim(files: Map<string, StoredFile>): void {
  let bytes = 0;
  for (const file of files.values()) bytes += file.size;
  for (const [id, file] of files) {
    if (files.size <= keepFiles && bytes <= keepBytes) return;
    files.delete(id);
    bytes -= file.size;
  }
}

/** Takes the bytes of an upload. Returns `false` when the ticket is unknown, or the size is not the announced one. */
export function receiveUpload(world: World, ticket: string, bytes: Uint8Array): boolean {
  const file = world.uploads.get(ticket);
  if (file === undefined || file.size !== bytes.length) return false;
  file.bytes = bytes;
  return true;
}

function completeUpload({ world, args }: Call): Json {
  const given = list(nested(args, 'files')).filter(isRecord);
  if (given.length === 0) throw new SlackRefusal('invalid_arguments');
  const files = given.map((entry) => uploaded(world, entry));
  const channelKeys = [optional(args, 'channel_id'), ...(optional(args, 'channels') ?? '').split(',')].filter(
    (key): key is string => key !== undefined && key !== '',
  );
  const channels = channelKeys.map((key) => writableChannel(world, key, false));
  const threadTs = optional(args, 'thread_ts');
  const blocks = nested(args, 'blocks');
  const accepted = blocks === undefined ? undefined : acceptBlocks(blocks, 'message', 'invalid_blocks');
  for (const file of files) {
    world.files.set(file.id, file);
    trim(world.files);
  }
  for (const channel of channels) {
    const root = threadTs === undefined ? undefined : threadRoot(world, channel.id, threadTs);
    commit(world, {
      channel: channel.id,
      user: world.settings.botUserId,
      botId: world.settings.botId,
      text: optional(args, 'initial_comment') ?? '',
      files: files.map(({ bytes: _bytes, ...info }) => info),
      ...(accepted === undefined ? {} : { blocks: accepted }),
      ...(root === undefined ? {} : { threadTs: root }),
    });
  }
  return { files: files.map((file) => wireFile(world, file)) };
}

function uploaded(world: World, entry: Json): StoredFile {
  for (const [ticket, file] of world.uploads) {
    if (file.id !== entry['id']) continue;
    if (file.bytes.length !== file.size) throw new SlackRefusal('file_not_found');
    world.uploads.delete(ticket);
    return { ...file, title: text(entry['title']) ?? file.title };
  }
  throw new SlackRefusal('file_not_found');
}

/** A message that has only this file is deleted with it. */
function deleteFile({ world, args }: Call): Json {
  const id = required(args, 'file');
  const file = world.files.get(id);
  if (file === undefined) throw new SlackRefusal('file_not_found');
  if (file.user !== world.settings.botUserId) throw new SlackRefusal('cant_delete_file');
  world.files.delete(id);
  for (const message of world.ledger) {
    if (message.isDeleted === true || message.files?.some((one) => one.id === id) !== true) continue;
    message.files = message.files.filter((one) => one.id !== id);
    if (message.text === '' && message.blocks === undefined && message.files.length === 0)
      removeMessage(world, message);
    else changed(world, message);
  }
  return {};
}

const write = ['files:write'];
export const fileMethods: MethodTable = [
  { name: 'files.getUploadURLExternal', scopes: write, tier: 4, token: 'bot', run: getUploadUrl },
  { name: 'files.completeUploadExternal', scopes: write, tier: 4, token: 'bot', run: completeUpload },
  { name: 'files.delete', scopes: write, tier: 3, token: 'bot', run: deleteFile },
];
