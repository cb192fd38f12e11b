# Runs one command of a build in the shell state that the command before it left.
# usage: bash run_command.sh STATE COMMAND-FILE
__codebuild_state=$1
__codebuild_script=$2
shift 2

__codebuild_save() {
  set +eu
  unset -f __codebuild_save
  {
    declare -f
    while IFS= read -r __codebuild_name; do
      case $__codebuild_name in
        __codebuild_* | BASH* | COMP_* | DIRSTACK | EPOCH* | EUID | FUNCNAME | GROUPS | LINENO | OLDPWD | OPTIND | OPTERR) ;;
        PIPESTATUS | PPID | PWD | RANDOM | SECONDS | SHELLOPTS | SHLVL | SRANDOM | UID | _) ;;
        *) declare -p "$__codebuild_name" ;;
      esac
    done < <(compgen -v)
    printf 'cd -- %q\n' "$PWD"
  } > "$__codebuild_state" 2> /dev/null
}

# Errors while the state comes back are about read-only variables that are there already.
[ ! -e "$__codebuild_state" ] || . "$__codebuild_state" 2> /dev/null
trap __codebuild_save EXIT
. "$__codebuild_script"
