import 'katex/dist/katex.min.css';
import './shared/site.css';
import { make } from './app.mjs';

make(location.pathname).mount('#root');
