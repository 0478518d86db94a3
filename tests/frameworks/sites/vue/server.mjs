import { renderToString } from 'vue/server-renderer';
import { make } from './app.mjs';

export const render = (path) => renderToString(make(path));
