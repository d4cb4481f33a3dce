using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;

namespace Shop.Api.Accounts;

static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").WithTags("Accounts");
        users.MapGet("/profile", Profile).RequireRole(Role.Customer);
        users.MapPut("/profile", ChangeProfile).RequireRole(Role.Customer);
        users.MapPut("/{id:guid}/role", ChangeRole).RequireRole(Role.Admin);

        var store = routes.MapGroup("/user-api").WithTags("Accounts");
        store.MapGet("/me", Profile).RequireRole(Role.Customer);
    }

    static async Task<Results<Ok<Account>, NotFound>> Profile(CurrentUser user, AccountStore accounts, CancellationToken ct) =>
        await accounts.FindAsync(user.Id, ct) is { } account ? TypedResults.Ok(account) : TypedResults.NotFound();

    static async Task<Results<Ok<Account>, NotFound>> ChangeProfile(
        CurrentUser user, ProfileRequest profile, HttpContext http, AccountStore accounts, CancellationToken ct) =>
        await accounts.ChangeProfileAsync(user.Id, profile, AccountsEndpoints.CallerOf(http), ct) is { } account ? TypedResults.Ok(account) : TypedResults.NotFound();

    static async Task<Results<Ok<Account>, NotFound>> ChangeRole(
        Guid id, RoleRequest request, CurrentUser admin, HttpContext http, SessionStore sessions, AccessTokens tokens, CancellationToken ct)
    {
        var caller = AccountsEndpoints.CallerOf(http) with { Actor = admin.Id };
        return await sessions.ChangeRoleAsync(id, Roles.Parse(request.Role!), caller, tokens.RenewAsync, ct) is { } account
            ? TypedResults.Ok(account)
            : TypedResults.NotFound();
    }
}
