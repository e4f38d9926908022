export type * from './card.ts';
export { keepText } from './blocks.ts';
export { checkBlocks } from './check-blocks.ts';
export { createCalls, type Calls } from './calls.ts';
export { clientOptions, createClient, type OnCall, type Tokens } from './client.ts';
export { classOf, codesByClass, isOfToken, libraryMethods, ownCodes } from './codes.ts';
export { createDelivery, methods, type Delivery, type NamedPost, type Place } from './deliver.ts';
export { createDirectory, directoryMethods, type Directory } from './directory.ts';
export { SlackRefusal, missingScope, problemOf, slackProblem, type SlackProblem } from './errors.ts';
export { readForm, renderChoices, renderForm, type ChoiceGroup, type Field, type Form, type Values } from './form.ts';
export type { SlackUser } from './slack-people.ts';
export { limits } from './limits.ts';
export { firstForm, plainer, type MessageForm, type RestWords } from './plainer.ts';
export { createPost, type Post } from './post.ts';
export { plainSentence } from './inline.ts';
export { directionOf } from './safe-text.ts';
export { rendering } from './rendering.ts';
export {
  plainMessage,
  keepCard,
  renderHome,
  renderMessage,
  renderModal,
  renderReply,
  tagOf,
  type Message,
  type RenderOptions,
} from './render.ts';
export { slackLog } from './slack-log.ts';
export { weightOf } from './weight.ts';
export { createTransport, type Transport } from './transport.ts';
