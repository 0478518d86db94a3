// Arithmatex marks the formulas of a page; MathJax is to read TeX nowhere else.
window.MathJax = {
  tex: {
    inlineMath: [['\\(', '\\)']],
    displayMath: [['\\[', '\\]']],
    processEnvironments: true,
    tags: 'ams',
  },
  options: { ignoreHtmlClass: '.*|', processHtmlClass: 'arithmatex' },
};
