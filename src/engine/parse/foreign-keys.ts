/**
 * Keys of other tools' front matter that are one slip of the finger away from one of ours and words of their own all the
 * same. Most keys of Hugo, Jekyll, Docusaurus, Starlight, MkDocs or VitePress (`weight`, `tags`, `sidebar_position`) are
 * like none of ours, and need not be here.
 */
const ownWords: ReadonlySet<string> = new Set('enc end eng read table tile tiles time times'.split(' '));

/** Whether a key that is near one of ours is a word of another tool. */
export function isForeignKey(name: string): boolean {
  return ownWords.has(name.toLowerCase());
}
