/** Docusaurus shows one page after another without loading any; each is made ready when it is there. */
export function onRouteDidUpdate() {
  setTimeout(() => {
    const main = document.querySelector('main');
    if (main?.querySelector('.rb-block, [data-runbook-names]'))
      import('./reader.js').then(({ enliven }) => enliven?.(main));
  });
}
