import { onMount } from 'svelte';

export const ready = (name) => onMount(() => {
  document.documentElement.dataset.ready = name;
  return () => { delete document.documentElement.dataset.ready; };
});
