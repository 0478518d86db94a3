// Equations are put elsewhere as they are: no framework is needed for that.
document.getElementById('reverse').addEventListener('click', () => {
  document.getElementById('list').append(...[...document.querySelectorAll('.katex-display')].reverse());
});
document.documentElement.dataset.ready = 'home';
