// The two pages in React. Formula takes `tex`, and `inline` where it is no display formula; Link takes `to`.
import { useEffect, useState } from 'react';
import content from './content.json';

export function useReady(name) {
  useEffect(() => {
    document.documentElement.dataset.ready = name;
    return () => { delete document.documentElement.dataset.ready; };
  }, [name]);
}

export function Article({ Formula }) {
  return (
    <>
      <h1>Formulas</h1>
      <p>A short one:</p>
      <Formula tex={content.short} />
      <p>A long one, and one with a tag:</p>
      <Formula tex={content.long} />
      <Formula tex={content.tagged} />
      <p>Two lines, which the browser counts:</p>
      <Formula tex={content.aligned} />
      <table>
        <tbody>
          <tr><td>cell</td><td><Formula tex={content.cell} /></td></tr>
        </tbody>
      </table>
      <div className="beside"><div>flex</div><div><Formula tex={content.flex} /></div></div>
      <p>In a line there is <Formula inline tex={content.inline} />, which has no place to break.</p>
      <details>
        <summary>Closed</summary>
        <Formula tex={content.details} />
      </details>
    </>
  );
}

export function Controls({ Formula }) {
  const [show, setShow] = useState(true);
  const [items, setItems] = useState(['one', 'two', 'three']);
  const [edited, setEdited] = useState(false);
  const root = () => document.documentElement.dataset;
  useReady('math');
  return (
    <section id="controls">
      <button id="toggle" onClick={() => setShow(!show)}>toggle</button>
      {show && <Formula tex={content.shown} />}
      <button id="edit" onClick={() => setEdited(!edited)}>edit</button>
      <Formula tex={edited ? content.after : content.before} />
      <button id="reorder" onClick={() => setItems([...items].reverse())}>reorder</button>
      <button id="add" onClick={() => setItems(['four', ...items])}>add</button>
      <div id="list">{items.map((item) => <Formula key={item} tex={content.items[item]} />)}</div>
      <button id="theme" onClick={() => { root().theme = root().theme === 'dark' ? 'light' : 'dark'; }}>theme</button>
    </section>
  );
}

export function Home({ Link }) {
  useReady('home');
  return (
    <main>
      <h1>Home</h1>
      <p>No formula here. <Link id="to-math" to="/math/">Formulas</Link></p>
    </main>
  );
}
