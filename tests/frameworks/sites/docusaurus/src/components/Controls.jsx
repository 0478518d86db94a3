// What an author writes around Markdown: the equations are children, typeset by the build.
import { useColorMode } from '@docusaurus/theme-common';
import { Children, isValidElement, useState } from 'react';

export function Shown({ children }) {
  const [show, setShow] = useState(true);
  return (
    <>
      <button id="toggle" onClick={() => setShow(!show)}>toggle</button>
      {show && children}
    </>
  );
}

export function Edited({ children }) {
  const [edited, setEdited] = useState(false);
  const { type: Type, props } = Children.toArray(children).filter(isValidElement)[edited ? 1 : 0];
  return (
    <>
      <button id="edit" onClick={() => setEdited(!edited)}>edit</button>
      <Type {...props} />
    </>
  );
}

export function List({ children }) {
  const all = Children.toArray(children).filter(isValidElement);
  const [items, setItems] = useState([0, 1, 2]);
  return (
    <>
      <button id="reorder" onClick={() => setItems([...items].reverse())}>reorder</button>
      <button id="add" onClick={() => setItems([3, ...items])}>add</button>
      <div id="list">{items.map((item) => all[item])}</div>
    </>
  );
}

export function Theme() {
  const { colorMode, setColorMode } = useColorMode();
  return <button id="theme" onClick={() => setColorMode(colorMode === 'dark' ? 'light' : 'dark')}>theme</button>;
}
