import { useEffect } from 'react';

export default function Ready({ name }) {
  useEffect(() => {
    document.documentElement.dataset.ready = name;
    return () => { delete document.documentElement.dataset.ready; };
  }, [name]);
  return null;
}
