/** The only kind of value inside an event. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
