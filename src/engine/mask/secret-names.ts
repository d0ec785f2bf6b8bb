/** Ends of names, as parts of words: `MYSQL_ROOT_PASSWORD`, `GITHUB_PAT`, `AWS_SECRET_ACCESS_KEY`, `apiToken`. */
const secretEnd =
  /(?:TOKENS?|PASSWORDS?|PASSWDS?|PASSPHRASES?|SECRETS?|CREDENTIALS?|APIKEYS?)$|_(?:KEYS?|PATS?|PASS|PWD|CREDS?)$/i;

/** Keys that are no secrets: those of pairs that anybody may have, of tables, caches and labels. */
const openKey =
  /(?:PUBLIC|PUB|SORT|PRIMARY|FOREIGN|PARTITION|SHARD|CACHE|ROUTING|INDEX|LABEL|ANNOTATION|TAINT|TOPOLOGY|GROUP|HOT|ROW|COLUMN|LOOKUP|MAP|OBJECT|IDEMPOTENCY|REGISTRY|DICT|CONFIG)_KEYS?$/i;

/** Whether a variable of this name holds a secret, by the habit of those who name variables. */
export function isSecretName(name: string): boolean {
  return secretEnd.test(name) && !openKey.test(name);
}

/**
 * Values that variables with such names have without being secret. Masking them would hide nothing that is not in every
 * list of passwords, and take a common word out of all outputs.
 */
const commonWord =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|enabled?|disabled?|required?|optional|default|auto|always|never|basic|bearer|password|passwd|secret|token|key|admin|root|user|test|example|demo|changeme|string|name|value)$/i;

/** Ports, counts and sizes; six digits may be a code that somebody was sent. */
const shortNumber = /^-?\d{1,5}$/;

/** `<your-token>`, `${TOKEN}`: what stands for a value. */
const placeholder = /^(?:<[^<>]*>|\$\{[^{}]*\}|\$\w+|\.{3,}|x{3,}|\*{3,})$/i;

/**
 * Whether the value of a variable that has such a name is worth hiding. The names of files that exist are left to the
 * caller, who knows the folder.
 */
export function isSecretValue(value: string): boolean {
  const text = value.trim();
  return !(commonWord.test(text) || shortNumber.test(text) || placeholder.test(text));
}
