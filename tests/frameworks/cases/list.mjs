// Vue puts an item before another one, moves items and takes one out.
import { createApp, h, onMounted, ref } from 'vue';
import content from './shared/content.json';
import { inside } from './shared/tex.mjs';

createApp({
  setup() {
    const items = ref(['one', 'two', 'three']);
    onMounted(() => { document.documentElement.dataset.ready = 'home'; });
    const button = (id, change) => h('button', { id, onClick: () => { items.value = change([...items.value]); } }, id);
    return () => h('main', [
      button('add', (list) => ['four', ...list]),
      button('reverse', (list) => list.reverse()),
      button('remove', (list) => list.slice(1)),
      h('div', { id: 'list' }, items.value.map((item) =>
        h('span', { key: item, class: 'katex-display', innerHTML: inside(content.items[item]) }))),
    ]);
  },
}).mount('#root');
