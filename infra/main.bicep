targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('The name of the azd environment: staging, production')
param environmentName string

@minLength(1)
@description('The region of everything')
param location string

@secure()
@minLength(16)
@description('The password of the database user shop')
param postgresPassword string

var tags = {
  'azd-env-name': environmentName
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module resources 'resources.bicep' = {
  name: 'resources'
  scope: group
  params: {
    location: location
    tags: tags
    postgresPassword: postgresPassword
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = resources.outputs.registryEndpoint
output AZURE_CONTAINER_REGISTRY_NAME string = resources.outputs.registryName
output AZURE_CONTAINER_REGISTRY_MANAGED_IDENTITY_ID string = resources.outputs.identityId
output MANAGED_IDENTITY_CLIENT_ID string = resources.outputs.identityClientId
output AZURE_CONTAINER_APPS_ENVIRONMENT_ID string = resources.outputs.environmentId
output AZURE_CONTAINER_APPS_ENVIRONMENT_NAME string = resources.outputs.environmentName
output AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN string = resources.outputs.environmentDomain
output AZURE_LOG_ANALYTICS_WORKSPACE_NAME string = resources.outputs.workspaceName
output AZURE_POSTGRES_HOST string = resources.outputs.postgresHost
output AZURE_REDIS_HOST string = resources.outputs.redisHost
output AZURE_REDIS_NAME string = resources.outputs.redisName
