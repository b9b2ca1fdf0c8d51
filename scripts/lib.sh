# shellcheck shell=bash
# What every command of ./dev shares: words, the tools it needs, and where things are.

JDK_VERSION=25
NODE_MIN=20.19

# In a suite of ./dev test the summary repeats why.
fail() {
  printf 'dev: %s\n' "$*" >&2
  if [ -n "${WHY-}" ]; then printf '%s\n' "$*" >"$WHY"; fi
  exit 1
}

say() {
  printf '%s\n' "$*"
}

# attempt COMMAND...: what came of it is in CODE, and nothing of it stays behind but files.
attempt() {
  # Not as a condition: there bash would go on after a command that fails.
  set +e
  (set -e; "$@")
  # shellcheck disable=SC2034 # for who called
  CODE=$?
  set -e
}

no_more_arguments() {
  [ $# -eq 0 ] || fail "'$1' is not an argument here; ./dev lists the commands"
}

require_environment() {
  case $1 in
    dev | prod) ;;
    *) fail "there is no environment '$1': there are dev, prod" ;;
  esac
}

# A JDK of the right version wherever this machine keeps it, whatever `java` is the default.
require_jdk() {
  local candidate
  while IFS= read -r candidate; do
    if is_jdk "$candidate"; then
      export JAVA_HOME=$candidate
      export PATH="$JAVA_HOME/bin:$PATH"
      command -v mvn >/dev/null 2>&1 || fail "Maven is missing: install it (3.8.6 or later) and try again"
      return 0
    fi
  done < <(jdk_candidates)
  fail "JDK $JDK_VERSION is missing: install it (https://adoptium.net has one for every system), or set JAVA_HOME to it"
}

jdk_candidates() {
  local folder
  printf '%s\n' "${JAVA_HOME-}"
  if command -v javac >/dev/null 2>&1; then
    folder=$(command -v javac)
    while [ -L "$folder" ]; do folder=$(resolve_link "$folder"); done
    dirname "$(dirname "$folder")"
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$JDK_VERSION" 2>/dev/null || say ""
  fi
  for folder in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*; do
    [ -d "$folder" ] && printf '%s\n' "$folder"
  done
}

resolve_link() {
  local target
  target=$(readlink "$1")
  case $target in
    /*) printf '%s\n' "$target" ;;
    *) printf '%s/%s\n' "$(dirname "$1")" "$target" ;;
  esac
}

is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] &&
    grep -q "^JAVA_VERSION=\"${JDK_VERSION}[.\"]" "$1/release"
}

require_node() {
  local version
  command -v node >/dev/null 2>&1 || fail "Node is missing: install version $NODE_MIN or later (https://nodejs.org) and try again"
  version=$(node --version 2>/dev/null) || fail "Node doesn't run ('node --version' failed): install version $NODE_MIN or later (https://nodejs.org)"
  version=${version#v}
  at_least "$version" "$NODE_MIN" || fail "Node $version is too old: install version $NODE_MIN or later (https://nodejs.org)"
  command -v npm >/dev/null 2>&1 || fail "npm is missing: it comes with Node (https://nodejs.org)"
}

# at_least VERSION MINIMUM, each MAJOR.MINOR[.ANYTHING]
at_least() {
  local major=${1%%.*} rest=${1#*.}
  local minor=${rest%%.*}
  [ "$major" -gt "${2%%.*}" ] || { [ "$major" -eq "${2%%.*}" ] && [ "$minor" -ge "${2#*.}" ]; }
}

# One digest for everything under the given files and folders, build products left out.
digest() {
  local hash=(sha256sum)
  command -v sha256sum >/dev/null 2>&1 || hash=(shasum -a 256)
  find "$@" -type d \( -name target -o -name node_modules -o -name dist -o -name generated \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 "${hash[@]}" | "${hash[@]}" | cut -d' ' -f1
}

maven() {
  # The JVM of Maven's own libraries warns about Unsafe on JDK 25; that is theirs to mend.
  MAVEN_OPTS="${MAVEN_OPTS-} --sun-misc-unsafe-memory-access=allow" \
    mvn -B -ntp "-Dtodo-service.describe=$(describe todo-service)" "-Dfiles-service.describe=$(describe files-service)" "$@"
}
