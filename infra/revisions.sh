#!/bin/sh
# Goes back to the revisions before: `revisions.sh remember` prints the revision of each host that serves now, and
# `revisions.sh return` reads them and deploys copies, with their image and settings. The schema stays as it is: a host
# accepts a newer one (docs/operations.md).
set -eu
group=${AZURE_RESOURCE_GROUP:-rg-${AZURE_ENV_NAME:?the name of the azd environment}}

case ${1:-} in
  remember)
    for app in worker api web; do
      # Before the first deployment there is none.
      revision=$(az containerapp show --name "$app" --resource-group "$group" \
        --query properties.latestReadyRevisionName --output tsv 2>/dev/null) || continue
      echo "$app $revision"
    done
    ;;
  return)
    while read -r app revision; do
      echo "$app: a copy of $revision"
      az containerapp revision copy --name "$app" --resource-group "$group" --from-revision "$revision" --output none
    done
    ;;
  *)
    sed -n '2,4s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
