import { HomePage } from './client.jsx';

export default function Page() {
  return <HomePage />;
}
