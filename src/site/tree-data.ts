import type { RunbookData, RunbookMark } from './page.ts';

/**
 * What the plugin leaves behind, for the types of what is written here. Kept out of the package's own types, which need
 * nobody else's: who uses the package declares it in the same way.
 */
declare module 'vfile' {
  interface DataMap {
    runbook: RunbookData;
  }
}

declare module 'unist' {
  interface Data {
    runbook?: RunbookMark;
  }
}
