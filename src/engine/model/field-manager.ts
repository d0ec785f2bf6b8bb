/** Who we are to an API server: the owner of the fields that a manifest sets, in a run and by hand. */
export const fieldManager = 'runbook';
