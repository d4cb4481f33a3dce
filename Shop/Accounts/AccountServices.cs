using Microsoft.Extensions.DependencyInjection;

namespace Shop.Accounts;

public static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountOptions>()
            .BindConfiguration(AccountOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<AccountStore>();
    }
}
