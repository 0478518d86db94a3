// A formula as most people write it in React: KaTeX's HTML inside an element of theirs.
import { inline as inlineHtml, inside } from './tex.mjs';

export const Formula = ({ tex, inline }) =>
  inline ? <span dangerouslySetInnerHTML={{ __html: inlineHtml(tex) }} />
    : <span className="katex-display" dangerouslySetInnerHTML={{ __html: inside(tex) }} />;
