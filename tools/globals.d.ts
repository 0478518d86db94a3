// What tsc cannot know: the engines are no dependency, they are what a page happens to load.
declare const MathJax: any;
interface Window {
  MathJax: any;
  mathfit: any;
}
// The build hands a script its stylesheet as text.
declare module '*.css' {
  const text: string;
  export default text;
}
