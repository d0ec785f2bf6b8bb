import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const script = fileURLToPath(new URL('../src/site/assets/reader.js', import.meta.url));

/** Brings the one script of our own to every page, in the file that pages load anyway. */
export function readerScript(): AstroIntegration {
  return {
    name: 'reader-script',
    hooks: {
      'astro:config:setup': ({ injectScript }) => injectScript('page', `import ${JSON.stringify(script)};`),
    },
  };
}
