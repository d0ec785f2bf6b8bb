import { build } from './build.ts';

/** Before the end-to-end tests: they run the command as it is installed. */
export const setup = (): Promise<void> => build();
