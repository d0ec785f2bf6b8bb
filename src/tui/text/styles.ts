/** What text can mean, as SGR parameters: the terminal's own colours, so that every theme keeps its contrast. */
export const styles = {
  strong: '1',
  faint: '2',
  emphasis: '3',
  link: '4',
  struck: '9',
  good: '32',
  bad: '31',
  badStrong: '1;31',
  warn: '33',
  warnStrong: '1;33',
  note: '34',
  accent: '36',
  variable: '35',
  accentStrong: '1;36',
  /** A word that nobody may miss: dark on yellow. */
  label: '1;30;43',
} as const;
