// The server's HTML is React's from the start: an element in it that React did not write makes it throw all of it away.
import { useEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import content from './shared/content.json';
import { Formula } from './shared/raw.jsx';

function App() {
  useEffect(() => { document.documentElement.dataset.ready = 'home'; }, []);
  return <main><h1>Title</h1><Formula tex={content.items.one} /><button id="none">none</button></main>;
}

export { App };

if (typeof document !== 'undefined') hydrateRoot(document.getElementById('root'), <App />);
