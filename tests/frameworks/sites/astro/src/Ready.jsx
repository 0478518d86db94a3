import { useReady } from '../shared/pages.jsx';

export default function Ready({ name }) {
  useReady(name);
  return null;
}
