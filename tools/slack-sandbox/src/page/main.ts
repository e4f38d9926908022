/** Starts the page. */
import { render } from 'preact';
import { App } from './app.ts';
import { startSession } from './session.ts';
import { h } from './tag.ts';

const place = document.querySelector('#app');
if (place !== null) render(h(App, {}), place);
void startSession();
