using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Shop.Accounts;

namespace Shop.Api.Http;

/// <summary>What a route or a group says of who may call it: <c>api.MapGroup("/products").RequireRole(Role.Staff)</c>.</summary>
static class Access
{
    static readonly Dictionary<Role, AuthorizationPolicy> Policies = Enum.GetValues<Role>().ToDictionary(
        role => role,
        role => new AuthorizationPolicyBuilder(Bearer.Scheme).RequireRole(Enum.GetValues<Role>().Where(held => held.Includes(role)).Select(Roles.Spelling)).Build());

    public static TBuilder RequireRole<TBuilder>(this TBuilder routes, Role role) where TBuilder : IEndpointConventionBuilder =>
        routes.RequireAuthorization(Policies[role]);

    public static void AddAccess(this IServiceCollection services)
    {
        // With a default scheme, every request that brings a token would pay for it, also on routes that are open to all.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Bearer>(Bearer.Scheme, null);
        services.AddAuthorization();
        services.AddSingleton<SlidingLimits>();
    }
}
