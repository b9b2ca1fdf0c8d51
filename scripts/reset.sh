# shellcheck shell=bash
# Empties the local data, and nothing that we did not put there.

# The folders of DATA_DIR that hold data. `run` stays: it knows what a killed run has left behind.
DATA_FOLDERS="dynamodb s3 cognito"

reset_data() { # yes|no
  local data=${DATA_DIR:-.local} answer pid folder
  if [ ! -d "$data" ]; then
    say "There is no local data in $data."
    return 0
  fi
  if [ ! -f "$data/.todo-app" ]; then
    fail "$data was not made by ./dev up, so it stays as it is"
  fi
  if pid=$(running "$data"); then
    fail "./dev up is running on $data (process $pid): stop it first"
  fi
  if [ "$1" != yes ]; then
    printf 'Delete every to-do, file and user in %s? [y/N] ' "$data"
    read -r answer || answer=
    case $answer in
      y | Y | yes) ;;
      *) fail "nothing was deleted" ;;
    esac
  fi
  for folder in $DATA_FOLDERS; do
    rm -rf "${data:?}/$folder"
  done
  say "The local data in $data is empty."
}

running() { # DATA: prints the process that runs on it
  local pid
  [ -f "$1/run/launcher.pid" ] || return 1
  pid=$(cat "$1/run/launcher.pid")
  kill -0 "$pid" 2>/dev/null || return 1
  printf '%s\n' "$pid"
}
