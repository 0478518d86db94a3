import 'katex/dist/katex.min.css';
import './shared/site.css';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.jsx';

hydrateRoot(document.getElementById('root'), <App path={location.pathname} />);
