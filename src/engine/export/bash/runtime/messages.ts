import { sh } from '../sh.ts';

/** What the script itself says. Values of secrets are in none of it. */
export const messages = sh`
rb_say() { printf '%s\n' "$1" >&98; }

rb_sleep() { command sleep "$1" 2>/dev/null || command sleep 1; }

# Says which step begins: LINE TITLE ID.
rb_step() {
  [ -z "$rb_skip" ] || return 0
  export RUNBOOK_STEP=$3
  rb_say ''
  rb_say "$2  ($rb_file:$1)"
}

# Says what is left out, and why: LINE REASON.
rb_leave_out() {
  [ -z "$rb_skip" ] || return 0
  rb_say "- $rb_file:$1  skipped: $2"
}

# The last lines of both streams: PATH without its end.
rb_show_output() {
  local stream label
  for stream in stdout stderr; do
    label=$stream
    [ -s "$1.$stream" ] || continue
    [ "$stream$rb_quiet" != stdout1 ] || continue
    [ "$stream" = stderr ] || label=output
    rb_say "  $label"
    command tail -n 20 "$1.$stream" | rb_hide_secrets | command sed 's/^/    /' >&98
  done
}

# Replaces the values that variables have now, if their names say that they are secret.
rb_hide_secrets() {
  local name value
  local values=()
  for name in $rb_secrets $(compgen -A export | command grep -E '_(TOKEN|PASSWORD|KEY|SECRET)$'); do
    value=\${!name-}
    [ -z "$value" ] || values+=("$value")
  done
  if [ "\${#values[@]}" -eq 0 ]; then
    command cat
    return
  fi
  LC_ALL=C command awk '
    BEGIN {
      for (i = 1; i < ARGC; i++) {
        lines = split(ARGV[i], line, "\n")
        for (k = 1; k <= lines; k++) if (line[k] != "") secret[++count] = line[k]
      }
      ARGC = 1
    }
    {
      for (i = 1; i <= count; i++) {
        shown = ""
        while ((at = index($0, secret[i])) > 0) {
          shown = shown substr($0, 1, at - 1) "•••"
          $0 = substr($0, at + length(secret[i]))
        }
        $0 = shown $0
      }
      print
    }' "\${values[@]}"
}
`;
