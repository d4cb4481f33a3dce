namespace AppHost;

/// <summary>What is different in a deployment: its parameters, and settings that only a deployed host has.</summary>
static class Deployment
{
    const string Nowhere = "Empty: not used.";

    /// <summary>
    /// Every secret and address of a deployment that AppHost.cs does not generate. Aspire publishes no default of a
    /// secret, so those of unused providers are given empty.
    /// </summary>
    public static readonly Dictionary<string, (string Description, bool IsSecret, string? Default)> Parameters = new()
    {
        ["founder-email"] = ("Whoever registers with it and confirms it becomes the first admin.", false, null),
        ["site-address"] = ("The shop's public address: https://shop.example, without a final slash.", false, null),
        ["mail-from"] = ("The sender of every mail, at a domain that the mail provider has verified.", false, null),
        ["contact-phone"] = ("+7...: for parcels of customers who gave no number.", false, null),
        ["ingress-network"] = (
            "The network that requests from the ingress come from; only its X-Forwarded-For is believed.",
            false, "100.64.0.0/10"),
        ["environment-network"] = (
            "The subnet of the container apps, as in infra/main.bicep: the API believes what the site forwards.",
            false, "10.40.0.0/23"),
        ["alert-email"] = ("Who is mailed about failures and when the shop is down.", false, null),
        ["otlp-endpoint"] = ("Where traces, metrics and logs go (OTLP over gRPC). " + Nowhere, false, ""),
        ["otlp-headers"] = ("Headers for the OTLP endpoint, such as api-key=... " + Nowhere, true, null),
        ["smtp-host"] = ("A mail server with STARTTLS at port 587. " + Nowhere, false, ""),
        ["smtp-user-name"] = ("The login at the mail server.", true, null),
        ["smtp-password"] = ("The password at the mail server.", true, null),
        ["sendgrid-key"] = ("SendGrid's API key, with the permission Mail Send. " + Nowhere, true, null),
        ["mailgun-key"] = ("Mailgun's sending key. " + Nowhere, true, null),
        ["mailgun-domain"] = ("The sending domain at Mailgun.", true, null),
        ["smsru-api-id"] = ("SMS.ru's api_id. " + Nowhere, true, null),
        ["twilio-account-sid"] = ("Twilio's account, AC... " + Nowhere, true, null),
        ["twilio-auth-token"] = ("Twilio's auth token.", true, null),
        ["twilio-from"] = ("The number that text messages come from.", true, null),
        ["yookassa-shop-id"] = ("YooKassa's shop id. " + Nowhere, true, null),
        ["yookassa-secret-key"] = ("YooKassa's secret key, live_...", true, null),
        ["stripe-secret-key"] = ("Stripe's secret key, sk_live_... " + Nowhere, true, null),
        ["stripe-webhook-secret"] = ("The signing secret of Stripe's webhook, whsec_...", true, null),
        ["cloudpayments-public-id"] = ("CloudPayments' public id, pk_... " + Nowhere, true, null),
        ["cloudpayments-api-secret"] = ("CloudPayments' API secret.", true, null),
        ["cdek-client-id"] = ("CDEK's client id. " + Nowhere, true, null),
        ["cdek-client-secret"] = ("CDEK's client secret.", true, null),
        ["boxberry-token"] = ("Boxberry's token. " + Nowhere, true, null),
        ["russianpost-access-token"] = ("Russian Post's token of the application. " + Nowhere, true, null),
        ["russianpost-login"] = ("Russian Post's login.", true, null),
        ["russianpost-password"] = ("Russian Post's password.", true, null),
        ["russianpost-tracking-login"] = ("Russian Post's login for tracking.", true, null),
        ["russianpost-tracking-password"] = ("Russian Post's password for tracking.", true, null),
        ["qtickets-token"] = ("QTickets' API token. " + Nowhere, true, null),
        ["qtickets-webhook-secret"] = ("The secret that QTickets signs its webhooks with.", true, null),
        ["tickets-connection"] = (
            "The connection of the ticket importer: the shop's with a login that may act as etl_writer, and with "
                + "Options=-c role=etl_writer. Empty: the shop's connection.",
            true, null),
        ["github-token"] = ("A GitHub token with Issues: read and write. " + Nowhere, true, null),
        ["github-repository"] = ("owner/name of the repository for issues about errors.", true, null),
        ["erp-key"] = ("The key of the warehouse's ERP. " + Nowhere, true, null),
        ["erp-address"] = ("The https address of the warehouse's ERP.", true, null)
    };

    /// <summary>The parameter of this name, which several hosts may share.</summary>
    public static IResourceBuilder<ParameterResource> Parameter(
        this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.Resources.OfType<ParameterResource>().FirstOrDefault(known => known.Name == name) is { } known)
            return builder.CreateResourceBuilder(known);
        var (description, isSecret, value) = Parameters[name];
        var parameter = value is null
            ? builder.AddParameter(name, isSecret)
            : builder.AddParameter(name, value, publishValueAsDefault: true, isSecret);
        return parameter.WithDescription(description);
    }

    /// <summary>The settings of every deployed host.</summary>
    public static IResourceBuilder<ProjectResource> WithDeployment(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        project
            .WithEnvironment("TrustedProxies__0", builder.Parameter("ingress-network"))
            .WithEnvironment("TrustedProxies__1", builder.Parameter("environment-network"))
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", builder.Parameter("otlp-endpoint"))
            .WithEnvironment("OTEL_EXPORTER_OTLP_HEADERS", builder.Parameter("otlp-headers"))
            .WithEnvironment("Shutdown__DrainTime", "00:00:05");
        // ASPNETCORE_FORWARDEDHEADERS_ENABLED believes everybody, and only the last hop: the API would take the site
        // for its one visitor.
        project.DisableForwardedHeaders();
        return project;
    }

    /// <summary>A deployment begins with an empty catalog.</summary>
    public static IResourceBuilder<ProjectResource> WithSampleGoods(
        this IResourceBuilder<ProjectResource> migrations) =>
        migrations.ApplicationBuilder.ExecutionContext.IsRunMode
            ? migrations
                .WithEnvironment("DOTNET_ENVIRONMENT", migrations.ApplicationBuilder.Environment.EnvironmentName)
                .WithEnvironment("Database__SampleGoods", "true")
            // Azure Container Apps would restart a program that ends for ever: the worker migrates at its start.
            : migrations.ExcludeFromManifest();

    public static IResourceBuilder<ProjectResource> WithMigrationsAtStart(
        this IResourceBuilder<ProjectResource> worker) =>
        worker.ApplicationBuilder.ExecutionContext.IsRunMode
            ? worker
            : worker
                .WithDeployment()
                .WithEnvironment("Database__MigrateAtStart", "true")
                .WithEnvironment("Pilot__Alerts__To__0", worker.ApplicationBuilder.Parameter("alert-email"));

    /// <summary>The API alone, over HTTP: the ingress between the hosts would only encrypt a second time.</summary>
    public static IResourceBuilder<ProjectResource> WithApi(
        this IResourceBuilder<ProjectResource> site, IResourceBuilder<ProjectResource> api) =>
        site.ApplicationBuilder.ExecutionContext.IsRunMode
            ? site.WithReference(api).WaitForStart(api)
            : site.WithReference(api.GetEndpoint("http"));

    /// <summary>Where customers return to from a payment whose caller named no page.</summary>
    public static IResourceBuilder<ProjectResource> WithReturnAddress(this IResourceBuilder<ProjectResource> api)
    {
        if (api.ApplicationBuilder.ExecutionContext.IsRunMode)
            return api;
        var address = api.ApplicationBuilder.Parameter("site-address");
        return api.WithEnvironment("Payments__ReturnUrl", $"{address}/orders");
    }
}
