// A router of the smallest kind: it swaps the content, and loads nothing that stands in the other page's head.
document.getElementById('to-math')?.addEventListener('click', async (event) => {
  event.preventDefault();
  const { href } = event.currentTarget;
  const other = new DOMParser().parseFromString(await (await fetch(href)).text(), 'text/html');
  history.pushState(null, '', href);
  document.querySelector('main').replaceWith(other.querySelector('main'));
  document.documentElement.dataset.ready = 'math';
});
document.documentElement.dataset.ready = document.getElementById('to-math') ? 'home' : 'math';
