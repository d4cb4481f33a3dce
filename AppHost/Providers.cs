namespace AppHost;

/// <summary>
/// The hosts' settings for external services. In development and tests WireMock stands for every provider and all mail
/// goes to the inbox. A deployment has the real addresses, and each secret is a parameter.
/// </summary>
sealed class Providers(
    IDistributedApplicationBuilder builder,
    IResourceBuilder<IResourceWithEndpoints> wiremock,
    IResourceBuilder<IResourceWithEndpoints> mail)
{
    static readonly (string Setting, string Parameter, string WhileDeveloping)[] Secrets =
    [
        ("Notifications__SendGrid__ApiKey", "sendgrid-key", "SG.development"),
        ("Notifications__SmsRu__ApiId", "smsru-api-id", "development"),
        ("Notifications__Mailgun__ApiKey", "mailgun-key", "key-mailgun-development"),
        ("Notifications__Mailgun__Domain", "mailgun-domain", "mg.example.com"),
        ("Notifications__Twilio__AccountSid", "twilio-account-sid", "AC00000000000000000000000000000000"),
        ("Notifications__Twilio__AuthToken", "twilio-auth-token", "token-twilio-development"),
        ("Notifications__Twilio__From", "twilio-from", "+15005550006"),
        ("Notifications__Smtp__UserName", "smtp-user-name", ""),
        ("Notifications__Smtp__Password", "smtp-password", ""),
        ("Payments__YooKassa__ShopId", "yookassa-shop-id", "100500"),
        ("Payments__YooKassa__SecretKey", "yookassa-secret-key", "test_development"),
        ("Payments__Stripe__SecretKey", "stripe-secret-key", "sk_test_development"),
        ("Payments__Stripe__WebhookSecret", "stripe-webhook-secret", "whsec_development"),
        ("Payments__CloudPayments__PublicId", "cloudpayments-public-id", "pk_development"),
        ("Payments__CloudPayments__ApiSecret", "cloudpayments-api-secret", "cloud_development"),
        ("Shipping__Cdek__ClientId", "cdek-client-id", "development"),
        ("Shipping__Cdek__ClientSecret", "cdek-client-secret", "cdek-secret-development"),
        ("Shipping__Boxberry__Token", "boxberry-token", "boxberry-token-development"),
        ("Shipping__RussianPost__AccessToken", "russianpost-access-token", "post-token-development"),
        ("Shipping__RussianPost__Login", "russianpost-login", "development"),
        ("Shipping__RussianPost__Password", "russianpost-password", "post-password-development"),
        ("Shipping__RussianPost__TrackingLogin", "russianpost-tracking-login", "development"),
        ("Shipping__RussianPost__TrackingPassword", "russianpost-tracking-password", "post-tracking-development"),
        ("Shipping__ContactPhone", "contact-phone", "+74950000000"),
        ("Pilot__GitHub__Token", "github-token", "ghp_development"),
        ("Pilot__GitHub__Repository", "github-repository", "shop/pilot"),
        ("Tickets__QTickets__Token", "qtickets-token", "qtickets-token-development"),
        ("Tickets__QTickets__WebhookSecret", "qtickets-webhook-secret", "qtickets-secret-development"),
        ("Inventory__Erp__ApiKey", "erp-key", "development"),
        // The address differs for every shop.
        ("Inventory__Erp__BaseAddress", "erp-address", "")
    ];

    static readonly string[] Addresses =
    [
        "Notifications__SendGrid__BaseAddress",
        "Notifications__SmsRu__BaseAddress",
        "Payments__YooKassa__BaseAddress",
        "Shipping__Cdek__BaseAddress",
        "Shipping__Boxberry__BaseAddress",
        "Shipping__RussianPost__BaseAddress",
        "Shipping__RussianPost__TrackingAddress",
        "Notifications__Mailgun__BaseAddress",
        "Notifications__Twilio__BaseAddress",
        "Inventory__Erp__BaseAddress",
        "Payments__Stripe__BaseAddress",
        "Payments__CloudPayments__BaseAddress",
        "Pilot__GitHub__BaseAddress",
        "Tickets__QTickets__BaseAddress"
    ];

    static readonly string[] Senders =
    [
        "Notifications__SendGrid__FromAddress",
        "Notifications__Mailgun__FromAddress",
        "Notifications__Smtp__FromAddress"
    ];

    static readonly (string Setting, string Value)[] WhileDeveloping =
    [
        // The stubs send webhooks from this machine and deliver parcels within two minutes.
        ("Payments__YooKassa__Sources__100", "127.0.0.0/8"),
        ("Payments__YooKassa__Sources__101", "::1/128"),
        ("Shipping__TrackingInterval", "00:00:05"),
        ("Shipping__TrackingPause", "00:00:02"),
        ("Notifications__Smtp__UseTls", "false")
    ];

    /// <summary>The development value of a secret, for callers that act as a provider.</summary>
    public static string WhileDevelopingOf(string setting) =>
        Secrets.First(secret => secret.Setting == setting).WhileDeveloping;

    public void Configure(IResourceBuilder<ProjectResource> project)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            foreach (var (setting, parameter, _) in Secrets)
                project.WithEnvironment(setting, builder.Parameter(parameter));
            project.WithEnvironment("Notifications__Smtp__Host", builder.Parameter("smtp-host"));
            foreach (var setting in Senders)
                project.WithEnvironment(setting, builder.Parameter("mail-from"));
            return;
        }
        project.WithReference(wiremock.GetEndpoint("http")).WaitForStart(wiremock);
        project.WithReference(mail.GetEndpoint("smtp")).WaitForStart(mail);
        var smtp = mail.GetEndpoint("smtp");
        project.WithEnvironment("Notifications__Smtp__Host", $"{smtp.Property(EndpointProperty.Host)}");
        project.WithEnvironment("Notifications__Smtp__Port", $"{smtp.Property(EndpointProperty.Port)}");
        foreach (var (setting, _, value) in Secrets)
            project.WithEnvironment(setting, value);
        foreach (var setting in Addresses)
            project.WithEnvironment(setting, wiremock.GetEndpoint("http"));
        foreach (var (setting, value) in WhileDeveloping)
            project.WithEnvironment(setting, value);
    }
}

static class ProvidersExtensions
{
    public static Providers AddProviders(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<IResourceWithEndpoints> wiremock,
        IResourceBuilder<IResourceWithEndpoints> mail) =>
        new(builder, wiremock, mail);

    public static IResourceBuilder<ProjectResource> WithProviders(
        this IResourceBuilder<ProjectResource> project,
        Providers providers)
    {
        providers.Configure(project);
        return project;
    }
}
