/** A file that productpage serves below `/static/`. */
type StaticFile = { readonly type: string; readonly content: Buffer };

/** How the page looks: a script that adds rules, for that is how the page loads it. */
const looks = `document.head.insertAdjacentHTML('beforeend', \`<style>
body { font-family: system-ui, sans-serif; margin: 0 }
nav { align-items: center; background: #1f2937; display: flex; justify-content: space-between; padding: 1rem 2rem }
nav a, nav p { color: #f9fafb; margin: 0 }
.account { align-items: center; display: flex; gap: 1rem }
.container { margin: 2rem auto; max-width: 72rem; padding: 0 2rem }
.bg-blue-600 { background: #2563eb; border: 0; color: white; padding: .5rem .9rem }
.rounded-md { border-radius: .4rem }
.rounded-full { border-radius: 50% }
.h-9 { height: 2.25rem } .h-16 { height: 4rem }
.flex { display: flex } .h-5 { height: 1.25rem } .w-5 { width: 1.25rem }
.text-red-500 { color: #ef4444 }
.text-left { text-align: left } .font-mono { font-family: monospace }
.sr-only { position: absolute; clip-path: inset(50%) }
</style>\`);
`;

/** One grey pixel, for the portrait. */
const portrait =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==';

/** What productpage has below `/static/`: the names are the original's, the contents our own. */
export const staticFiles: ReadonlyMap<string, StaticFile> = new Map([
  ['img/izzy.png', { type: 'image/png', content: Buffer.from(portrait, 'base64') }],
  ['tailwind/tailwind.css', { type: 'text/css; charset=utf-8', content: Buffer.from(looks) }],
]);
