import { fileURLToPath } from 'node:url';

/** Style sheets of pages, in the order in which they are loaded: colours and letters, labs, diagrams. */
export const styleSheets = ['theme.css', 'lab.css', 'diagram.css'] as const;

/** Absolute path of a file that pages load. The package has the same folder beside its modules. */
export function assetPath(name: string): string {
  return fileURLToPath(new URL(`assets/${name}`, import.meta.url));
}
