import { Controls } from '../shared/pages.jsx';
import { Formula } from '../shared/raw.jsx';

export default function Living() {
  return <Controls Formula={Formula} />;
}
