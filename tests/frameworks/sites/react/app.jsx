import { useEffect, useState } from 'react';
import Markdown from 'react-markdown';
import remarkMath from 'remark-math';
import { Article, Controls, Home } from './shared/pages.jsx';
import { rehypePlugins } from './shared/rehype.mjs';

// KaTeX's elements become React's own, each of them.
function Formula({ tex, inline }) {
  const markdown = inline ? `$${tex}$` : `$$\n${tex}\n$$`;
  const components = inline ? { p: 'span' } : {};
  return <Markdown remarkPlugins={[remarkMath]} rehypePlugins={rehypePlugins} components={components}>{markdown}</Markdown>;
}

export function App({ path: first }) {
  const [path, setPath] = useState(first);
  useEffect(() => {
    const read = () => setPath(location.pathname);
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  const Link = ({ to, ...rest }) => (
    <a {...rest} href={to} onClick={(event) => {
      event.preventDefault();
      history.pushState(null, '', to);
      setPath(to);
    }} />
  );
  if (path !== '/math/') return <Home Link={Link} />;
  return (
    <main>
      <p><Link id="to-home" to="/">Home</Link></p>
      <Article Formula={Formula} />
      <Controls Formula={Formula} />
    </main>
  );
}
