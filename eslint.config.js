import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['**/node_modules/', '**/dist/', '**/build/', '**/.venv*/', 'bench/.peers/', 'examples/blog/', 'tests/generators/recipes/mkdocs/'] },
  js.configs.recommended,
  {
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-implied-eval': 'error',
      'no-unused-vars': ['error', { caughtErrors: 'none' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // What runs in a reader's or a tester's browser: classic scripts, no modules.
    files: ['mathfit/**/*.js', 'docs/javascripts/*.js', 'examples/playground/*.js', 'tests/browser/**/*.js', 'tests/frameworks/*.js'],
    languageOptions: { sourceType: 'script', ecmaVersion: 2022, globals: { ...globals.browser, MathJax: 'readonly' } },
  },
  {
    // What is bundled before it runs there.
    files: ['assets/src/**/*.js'],
    languageOptions: { sourceType: 'module', ecmaVersion: 2022, globals: globals.browser },
  },
  {
    // The sites of the tests: some files are run by Node, some in a browser, and frameworks do both with many.
    files: ['tests/frameworks/*/**/*.js', 'tests/frameworks/*/**/*.mjs'],
    languageOptions: { sourceType: 'module', globals: { ...globals.browser, ...globals.node } },
  },
  {
    // Hexo runs its plugins' files in a function that has `hexo`.
    files: ['packages/hexo-*/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: { ...globals.node, hexo: 'readonly' } },
  },
  {
    files: ['**/*.mjs', 'npm/src/*.js', 'tests/generators/**/*.js', '*.config.js'],
    languageOptions: { sourceType: 'module', globals: globals.node },
  },
];
