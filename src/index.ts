/** The public API: nothing else is public. */
export * from './engine/index.ts';
export { type ChooseOptions, type Chosen, choose } from './targets/choose.ts';
export { opaquePolicy } from './targets/images.ts';
