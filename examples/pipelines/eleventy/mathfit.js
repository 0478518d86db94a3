// Makes the equations fit, after every build. In eleventy.config.js:
//
//     import mathfit from './mathfit.js';
//     export default function (eleventyConfig) {
//       eleventyConfig.addPlugin(mathfit);
//     }
import { execFileSync } from 'node:child_process';

export default function (eleventyConfig) {
  eleventyConfig.on('eleventy.after', ({ directories }) => {
    execFileSync('mathfit', ['apply', directories.output], { stdio: 'inherit' });
  });
}
