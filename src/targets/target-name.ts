/** What `--target` may say. */
export const targetNames = ['auto', 'sandbox', 'cluster'] as const;

export type TargetName = (typeof targetNames)[number];
