/** What stands in place of a secret, in events and in all that is made of them. */
export const secretMask = '***';
