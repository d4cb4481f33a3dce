using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Privacy;

namespace Shop.Api.Accounts;

static class SignInServices
{
    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddAccounts();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, OverviewJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ExportJson.Default);
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SessionStore>();
        services.AddSingleton<AccountDeletion>();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokens>());
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<TokenRefresh>();
    }
}
