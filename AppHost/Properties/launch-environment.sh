# shellcheck shell=bash
# Sourced by ./dev and bench/start: the environment of the launch profile in launchSettings.json.
export DOTNET_ENVIRONMENT=Development ASPIRE_ALLOW_UNSECURED_TRANSPORT=true ASPIRE_VERSION_CHECK_DISABLED=true
export ASPNETCORE_URLS=http://localhost:15080 ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:19080
export ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://localhost:20080
# Free ports instead of the ones above, so that several checkouts can run at once.
export DcpPublisher__RandomizePorts=true
