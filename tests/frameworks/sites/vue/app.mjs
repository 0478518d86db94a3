import { createSSRApp, onMounted, onUnmounted, ref } from 'vue';
import content from './shared/content.json';
import { inline, inside } from './shared/tex.mjs';

const ready = (name) => {
  onMounted(() => { document.documentElement.dataset.ready = name; });
  onUnmounted(() => { delete document.documentElement.dataset.ready; });
};

const Formula = {
  props: ['tex'],
  setup: () => ({ inside }),
  template: '<span class="katex-display" v-html="inside(tex)"></span>',
};

const Home = {
  setup: () => ready('home'),
  template: `<main>
    <h1>Home</h1>
    <p>No formula here. <a id="to-math" href="/math/" @click.prevent="$emit('go', '/math/')">Formulas</a></p>
  </main>`,
};

const Formulas = {
  components: { Formula },
  setup() {
    ready('math');
    const show = ref(true);
    const edited = ref(false);
    const items = ref(['one', 'two', 'three']);
    const theme = () => {
      const root = document.documentElement.dataset;
      root.theme = root.theme === 'dark' ? 'light' : 'dark';
    };
    return { content, inline, inside, show, edited, items, theme };
  },
  template: `<main>
    <p><a id="to-home" href="/" @click.prevent="$emit('go', '/')">Home</a></p>
    <h1>Formulas</h1>
    <p>A short one:</p>
    <Formula :tex="content.short" />
    <p>A long one, and one with a tag:</p>
    <Formula :tex="content.long" />
    <Formula :tex="content.tagged" />
    <p>Two lines, which the browser counts:</p>
    <Formula :tex="content.aligned" />
    <table><tbody><tr><td>cell</td><td><Formula :tex="content.cell" /></td></tr></tbody></table>
    <div class="beside"><div>flex</div><div><Formula :tex="content.flex" /></div></div>
    <p>In a line there is <span v-html="inline(content.inline)"></span>, which has no place to break.</p>
    <details><summary>Closed</summary><Formula :tex="content.details" /></details>
    <section id="controls">
      <button id="toggle" @click="show = !show">toggle</button>
      <span v-if="show" class="katex-display" v-html="inside(content.shown)"></span>
      <button id="edit" @click="edited = !edited">edit</button>
      <Formula :tex="edited ? content.after : content.before" />
      <button id="reorder" @click="items = [...items].reverse()">reorder</button>
      <button id="add" @click="items = ['four', ...items]">add</button>
      <div id="list">
        <span v-for="item in items" :key="item" class="katex-display" v-html="inside(content.items[item])"></span>
      </div>
      <button id="theme" @click="theme">theme</button>
    </section>
  </main>`,
};

export const make = (first) => createSSRApp({
  components: { Home, Formulas },
  setup() {
    const path = ref(first);
    const go = (to) => {
      history.pushState(null, '', to);
      path.value = to;
    };
    onMounted(() => addEventListener('popstate', () => { path.value = location.pathname; }));
    return { path, go };
  },
  template: '<Formulas v-if="path === \'/math/\'" @go="go" /><Home v-else @go="go" />',
});
