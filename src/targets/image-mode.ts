/** Whether images that aren't simulated run as opaque ones, where the runbooks allow them, or not at all. */
export const imageModes = ['opaque', 'strict'] as const;

export type ImageMode = (typeof imageModes)[number];
