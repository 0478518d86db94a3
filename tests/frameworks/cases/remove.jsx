// React takes an equation out of the parent that it had put it in.
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import content from './shared/content.json';
import { Formula } from './shared/raw.jsx';

function App() {
  const [show, setShow] = useState(true);
  useEffect(() => { document.documentElement.dataset.ready = 'home'; }, []);
  return (
    <main>
      <button id="toggle" onClick={() => setShow(!show)}>toggle</button>
      <div>{show && <Formula tex={content.shown} />}<p>text</p></div>
    </main>
  );
}

createRoot(document.getElementById('root')).render(<App />);
