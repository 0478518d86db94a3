import DefaultTheme from 'vitepress/theme';
import 'katex/dist/katex.min.css';
import '../../shared/beside.css';

export default DefaultTheme;
