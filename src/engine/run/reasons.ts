/** Why statements are left out when a person says so. */
export const skippedByHand = 'skipped by hand';
