# shellcheck shell=bash
# Builds the images, from what ./dev build has made. images/README.md says what is in them.

IMAGES="todo-service files-service local-cloud front-door"

# The JVM of every image, at its exact version. Whoever knows its digest gives it: JRE_IMAGE=eclipse-temurin@sha256:...
JRE_PINNED=eclipse-temurin:25.0.3_9-jre-noble
JRE_HERE=eclipse-temurin:25-jre

require_running_docker() {
  command -v docker >/dev/null 2>&1 || fail "Docker is missing: install it (https://docs.docker.com/engine/install) and try again"
  docker_answers || fail "Docker doesn't answer ('docker info' failed): start it and try again"
}

docker_answers() {
  command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1
}

require_image_name() { # NAME
  case " $IMAGES " in
    *" $1 "*) ;;
    *) fail "there is no image '$1'; there are: $IMAGES" ;;
  esac
}

# The tag of the images, and the version that they say they are: what a pipeline has given this release, else what git calls
# this commit.
image_version() {
  if [ -n "${VERSION-}" ]; then printf '%s' "$VERSION"; return 0; fi
  git describe --tags --always --dirty 2>/dev/null || printf 'unknown'
}

# Sets JRE. Another JVM than the pinned one is never taken silently, and in a pipeline not at all.
choose_jre() {
  JRE=${JRE_IMAGE:-$JRE_PINNED}
  if docker image inspect "$JRE" >/dev/null 2>&1 || docker pull -q "$JRE" >/dev/null 2>&1; then return 0; fi
  if [ -z "${JRE_IMAGE-}" ] && [ "${CI_REQUIRE_TOOLS-}" != true ] && docker image inspect "$JRE_HERE" >/dev/null 2>&1; then
    say "  $JRE can't be pulled: building on the $JRE_HERE that is on this machine"
    JRE=$JRE_HERE
    return 0
  fi
  fail "$JRE is neither here nor can it be pulled"
}

# build_images [NAME]: all of them without one
build_images() {
  local name version revision created
  version=$(image_version)
  revision=$(git rev-parse HEAD 2>/dev/null) || revision=unknown
  created=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null) || created=1970-01-01T00:00:00Z
  say "Images:"
  choose_jre
  for name in ${1:-$IMAGES}; do
    # shellcheck disable=SC2046
    step "todo-app/$name:$version" docker build $(recipe "$name") --tag "todo-app/$name:$version" \
      --build-arg JRE="$JRE" --build-arg VERSION="$version" --build-arg REVISION="$revision" --build-arg CREATED="$created" .
  done
}

recipe() { # NAME: its Dockerfile, and which part of it
  case $1 in
    local-cloud | front-door) printf '%s' "--file local-cloud/Dockerfile --target $1" ;;
    *) printf '%s' "--file $1/Dockerfile" ;;
  esac
}

# Starts them as ECS would. They must have been built.
run_image_tests() {
  maven -pl images -am test -Dtest='*ImageTest,DockerfilesTest' -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
    -Dimages.version="$(image_version)"
}
