import { onMounted, onUnmounted } from 'vue';

export function useReady(name) {
  onMounted(() => { document.documentElement.dataset.ready = name; });
  onUnmounted(() => { delete document.documentElement.dataset.ready; });
}
