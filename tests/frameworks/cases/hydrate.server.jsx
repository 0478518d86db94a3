import { renderToString } from 'react-dom/server';
import { App } from './hydrate.jsx';

export const html = () => renderToString(<App />);
