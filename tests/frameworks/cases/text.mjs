// A text is changed in place, which puts no element in and takes none out.
document.getElementById('edit').addEventListener('click', () => {
  const walker = document.createTreeWalker(document.querySelector('.katex-html .text'), NodeFilter.SHOW_TEXT);
  walker.nextNode().data = 'a much longer text, written by what keeps the page up to date, into the text that is there';
});
document.documentElement.dataset.ready = 'home';
