#!/bin/sh
# After `azd provision`: stores the connection strings of the servers as parameters of the deployment. azd passes the
# outputs of main.bicep as variables. Values are given over pipes or variables, so none is on a command line for long.
set -eu
: "${AZURE_POSTGRES_HOST:?run azd provision}" "${AZURE_POSTGRES_PASSWORD:?azd env set-secret AZURE_POSTGRES_PASSWORD}"
: "${AZURE_REDIS_HOST:?run azd provision}" "${AZURE_REDIS_NAME:?run azd provision}" "${AZURE_RESOURCE_GROUP:?}"

shopdb="Host=$AZURE_POSTGRES_HOST;Database=shopdb;Username=shop;Password=$AZURE_POSTGRES_PASSWORD;SSL Mode=VerifyFull"
azd env config set infra.parameters.shopdb "$shopdb"

key=$(az redisenterprise database list-keys --cluster-name "$AZURE_REDIS_NAME" \
  --resource-group "$AZURE_RESOURCE_GROUP" --query primaryKey --output tsv)
azd env config set infra.parameters.redis "$AZURE_REDIS_HOST:10000,password=$key,ssl=true"

# Kept once they exist: new ones would end all sessions and change the DSN of SDKs.
for name in site_key pilot_key; do
  azd env config get "infra.parameters.$name" >/dev/null 2>&1 ||
    azd env config set "infra.parameters.$name" "$(openssl rand -hex 32)"
done
