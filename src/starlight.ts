/** `runbook/starlight`: a plugin of Starlight, by which a site shows runbooks. */
import { starlightRunbook } from './site/hosts/starlight.ts';

export type { StarlightRunbook, StarlightRunbookOptions } from './site/hosts/starlight.ts';

/** What `plugins` of Starlight's settings take: `starlight({ plugins: [runbook()] })`. */
export default starlightRunbook;
