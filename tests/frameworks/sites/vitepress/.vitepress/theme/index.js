import DefaultTheme from 'vitepress/theme';
import 'katex/dist/katex.min.css';
import '../../shared/row.css';

export default DefaultTheme;
