// Rendered by the server alone, but for what the reader can change.
import Markdown from 'react-markdown';
import remarkMath from 'remark-math';
import content from '../../shared/content.json';
import { Formula } from '../../shared/raw.jsx';
import { rehypePlugins } from '../../shared/rehype.mjs';
import { Link, Living } from '../client.jsx';

const markdown = `
A short one:

$$
${content.short}
$$

A long one, and one with a tag:

$$
${content.long}
$$

$$
${content.tagged}
$$

Two lines, which the browser counts:

$$
${content.aligned}
$$

In a line there is $${content.inline}$, which has no place to break.
`;

export default function Page() {
  return (
    <main>
      <p><Link id="to-home" to="/">Home</Link></p>
      <h1>Formulas</h1>
      <Markdown remarkPlugins={[remarkMath]} rehypePlugins={rehypePlugins}>{markdown}</Markdown>
      <table><tbody><tr><td>cell</td><td><Formula tex={content.cell} /></td></tr></tbody></table>
      <div className="beside"><div>flex</div><div><Formula tex={content.flex} /></div></div>
      <details>
        <summary>Closed</summary>
        <Formula tex={content.details} />
      </details>
      <Living />
    </main>
  );
}
