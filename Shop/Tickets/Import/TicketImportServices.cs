using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

public static class TicketImportServices
{
    /// <summary>
    /// False when the shop has no account with QTickets. Recorded answers can be imported without one.
    /// </summary>
    public static bool AddTicketImport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTicketDatabase(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<TicketImportOptions>()
            .BindConfiguration(TicketImportOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddTransient<TicketImport>();
        if (!new ProviderRegistration(services, configuration).Has<QTicketsOptions>(QTicketsClient.Provider))
            return false;
        services.AddHttpClient<QTicketsClient>(QTicketsClient.Provider)
            .AddHttpMessageHandler(() => new WholeAnswerHandler());
        services.AddTransient<LiveImport>();
        return true;
    }

    /// <summary>False when there is no secret, and so no webhook that could be trusted.</summary>
    public static bool AddTicketWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(QTicketsOptions.Section).Get<QTicketsOptions>();
        if (!new ProviderRegistration(services, configuration).Has<QTicketsOptions>(QTicketsClient.Provider)
            || options is not { WebhookSecret.Length: > 0 })
            return false;
        services.AddTicketDatabase(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<QTicketsWebhook>();
        services.AddSingleton<TicketWebhooks>();
        return true;
    }
}
