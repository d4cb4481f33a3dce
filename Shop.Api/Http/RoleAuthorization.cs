using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Shop.Accounts;

namespace Shop.Api.Http;

/// <summary>The role that a route requires: <c>api.MapGroup("/products").RequireRole(Role.Staff)</c>.</summary>
static class RoleAuthorization
{
    static readonly Dictionary<Role, AuthorizationPolicy> Policies =
        Enum.GetValues<Role>().ToDictionary(role => role, PolicyOf);

    public static TBuilder RequireRole<TBuilder>(this TBuilder routes, Role role)
        where TBuilder : IEndpointConventionBuilder =>
        routes.RequireAuthorization(Policies[role]);

    public static void AddRoleAuthorization(this IServiceCollection services)
    {
        // With a default scheme, every request with a token would be authenticated, also on public routes.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Bearer>(Bearer.Scheme, null);
        services.AddAuthorization();
        services.AddRateLimits();
    }

    static AuthorizationPolicy PolicyOf(Role role)
    {
        var sufficient = Enum.GetValues<Role>().Where(held => held.Includes(role)).Select(held => held.Spelling());
        return new AuthorizationPolicyBuilder(Bearer.Scheme).RequireRole(sufficient).Build();
    }
}
