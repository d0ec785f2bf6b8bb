type DatabaseShell = {
  /** Options that give it something to do, or have it say something and end. */
  readonly commands: RegExp;
  /** Options that have a value in the next word. */
  readonly valued: RegExp;
  /** Words that only say what to open; one more is a command. Undefined: no word is one. */
  readonly places?: number;
};

/**
 * Programs that ask for commands at a prompt, unless their words hold some.
 * @see https://sqlite.org/cli.html
 * @see https://www.postgresql.org/docs/current/app-psql.html
 * @see https://dev.mysql.com/doc/refman/8.4/en/mysql-command-options.html
 * @see https://www.mongodb.com/docs/mongodb-shell/reference/options/
 */
const databaseShells: Readonly<Record<string, DatabaseShell>> = {
  sqlite3: {
    commands: /^--?(?:help|version)$/,
    valued:
      /^--?(?:cmd|escape|heap|init|lookaside|maxsize|mmap|newline|nonce|nullvalue|pagecache|separator|unsafe-testing|vfs)$/,
    places: 1,
  },
  psql: {
    commands: /^(?:-c.*|-f.*|-l|--list|-V|--version|-\?|--help.*|--command(?:=.*)?|--file(?:=.*)?)$/,
    valued: /^(?:-[dFhLopPRTUv]|--(?:dbname|host|port|username|set|pset|output|variable))$/,
  },
  mysql: {
    commands: /^(?:-e.*|--execute(?:=.*)?|-V|--version|-\?|-I|--help)$/,
    valued: /^(?:-[DhPSu]|--(?:database|host|port|socket|user))$/,
  },
  mongosh: {
    commands: /^(?:--eval(?:=.*)?|-f|--file(?:=.*)?|--version|-h|--help|.+\.m?js)$/,
    valued: /^(?:-[up]|--(?:host|port|username|password))$/,
  },
};

/** Whether a command opens a database and then asks for commands. */
export function opensDatabase(name: string, args: readonly string[]): boolean {
  const shell = Object.hasOwn(databaseShells, name) ? databaseShells[name] : undefined;
  if (shell === undefined || args.some((arg) => shell.commands.test(arg))) return false;
  const words = args.filter(
    (arg, index) => !arg.startsWith('-') && !shell.valued.test(args[index - 1] ?? ''),
  );
  return words.length <= (shell.places ?? words.length);
}
