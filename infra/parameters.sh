#!/bin/sh
# Stores the parameters of a deployment: `parameters.sh <file>` reads a line for each, such as
# site_address=https://shop.example. docs/deployment-parameters.md lists them; a name has _ here instead of -.
set -eu
known=$(sed -n 's/^| [`*]\([a-z0-9-]*\)[`*] .*/\1/p' "$(dirname "$0")/../docs/deployment-parameters.md" | tr - _)

while IFS= read -r line || [ -n "$line" ]; do
  case $line in '' | '#'*) continue ;; esac
  name=${line%%=*}
  echo "$known" | grep -qx "$name" || { echo "There is no parameter $name." >&2; exit 1; }
  azd env config set "infra.parameters.$name" "${line#*=}"
done <"${1:?which file?}"
