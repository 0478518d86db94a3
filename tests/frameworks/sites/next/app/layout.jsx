import 'katex/dist/katex.min.css';
import '../shared/site.css';

export const metadata = { title: 'Formulas' };

export default function Layout({ children }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
