/** Names of `--to` that give pages to read rather than files to run; what they are is loaded when one is asked for. */
export const pageFormNames = ['markdown', 'html'] as const;

export type PageFormName = (typeof pageFormNames)[number];
