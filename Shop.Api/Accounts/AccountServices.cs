using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Accounts;

namespace Shop.Api.Accounts;

static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountOptions>()
            .BindConfiguration(AccountOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AccountStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<AccountDeletion>();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<Renewal>();
    }
}
