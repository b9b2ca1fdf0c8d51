# shellcheck shell=bash
# An image's way: from this machine into a registry, with the other architecture under one name, and from there to AWS. What is
# signed stays what it is on the way: every step goes by digests.

# architecture: of this machine, as images call it
architecture() {
  case $(uname -m) in
    x86_64 | amd64) printf 'amd64' ;;
    aarch64 | arm64) printf 'arm64' ;;
    *) fail "there are images for amd64 and arm64, not for $(uname -m)" ;;
  esac
}

require_docker() {
  command -v docker >/dev/null 2>&1 || fail "Docker is missing: images are pushed with it (https://docs.docker.com/get-docker)"
}

require_version() {
  case ${VERSION-} in
    [0-9]*.[0-9]*.[0-9]*) ;;
    *) fail "VERSION says which version it is, such as 1.4.0; it is '${VERSION-}'" ;;
  esac
}

# repository REGISTRY SERVICE: registries know no capital letters
repository() {
  printf '%s/%s' "$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')" "$2"
}

# push_image SERVICE REGISTRY: what ./dev images has built here, under its version and architecture. Prints its digest.
push_image() {
  local to name
  require_version
  name=$(repository "$2" "$1")
  to=$name:$VERSION-$(architecture)
  docker tag "todo-app/$1:$VERSION" "$to"
  docker push --quiet "$to" >&2
  printf 'name=%s\n' "$name"
  docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$to" |
    awk -v name="$name" 'index($0, name "@") == 1 { sub(/.*@/, ""); print "digest=" $0; exit }'
}

# join_images SERVICE REGISTRY: one name for both architectures. Prints the name, the digest and both together.
join_images() {
  local name digest
  require_version
  name=$(repository "$2" "$1")
  docker buildx imagetools create --tag "$name:$VERSION" "$name:$VERSION-amd64" "$name:$VERSION-arm64" >&2
  digest=$(digest_of "$name:$VERSION")
  printf 'name=%s\ndigest=%s\nimage=%s@%s\n' "$name" "$digest" "$name" "$digest"
}

digest_of() {
  docker buildx imagetools inspect "$1" --format '{{.Manifest.Digest}}'
}

# sign_image IMAGE@DIGEST: without a key, in the name of the workflow that runs
sign_image() {
  case $1 in
    *@sha256:*) ;;
    *) fail "what is signed is named by its digest, not '$1'" ;;
  esac
  cosign sign --yes "$1"
}

# publish_image SERVICE IMAGE@DIGEST ENV: into the environment's own repository, under tags that never move (registry.yaml), byte
# for byte. In a pipeline only what this repository's pipeline has attested.
publish_image() {
  local service=$1 image=$2 env=$3 wanted account region registry name tag there
  require_version
  case $service in
    todo-service | files-service) ;;
    *) fail "there is no service '$service': there are todo-service, files-service" ;;
  esac
  case $image in
    *@sha256:*) wanted=${image##*@} ;;
    *) fail "what is published is named by its digest, not '$image'" ;;
  esac
  if [ -n "${GITHUB_REPOSITORY-}" ]; then
    gh attestation verify "oci://$image" --repo "$GITHUB_REPOSITORY" >&2
  fi
  region=${AWS_REGION:-${AWS_DEFAULT_REGION-}}
  [ -n "$region" ] || fail "which region? Set AWS_REGION (such as eu-central-1)"
  account=$(aws sts get-caller-identity --query Account --output text)
  registry=$account.dkr.ecr.$region.amazonaws.com
  name=$env-$service
  aws ecr get-login-password --region "$region" | docker login --username AWS --password-stdin "$registry" >&2
  for tag in "build-$(git rev-parse --short=12 HEAD)" "release-$VERSION"; do
    there=$(digest_in_ecr "$region" "$name" "$tag")
    if [ -z "$there" ]; then
      docker buildx imagetools create --tag "$registry/$name:$tag" "$image" >&2
      there=$(digest_in_ecr "$region" "$name" "$tag")
    fi
    [ "$there" = "$wanted" ] || fail "$name:$tag is $there in ECR, not $wanted: a tag never moves, so this needs another version"
    say "$name:$tag is $wanted"
  done
}

# digest_in_ecr REGION REPOSITORY TAG: nothing where there is no such image; any other failure ends the command
digest_in_ecr() {
  local answer
  if answer=$(aws ecr describe-images --region "$1" --repository-name "$2" --image-ids imageTag="$3" \
    --query 'imageDetails[0].imageDigest' --output text 2>&1); then
    printf '%s' "$answer"
  else
    case $answer in
      *ImageNotFoundException*) ;;
      *) fail "$answer" ;;
    esac
  fi
}
