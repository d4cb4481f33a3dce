using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Carts;
using Shop.Orders;

namespace Shop.Api.Accounts;

static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").WithTags("Accounts");
        users.MapGet("/profile", Profile).RequireRole(Role.Customer);
        users.MapPut("/profile", ChangeProfile).RequireRole(Role.Customer);
        users.MapPut("/{id:guid}/role", ChangeRole).RequireRole(Role.Admin).ProducesProblem(409);

        var store = routes.MapGroup("/user-api").WithTags("Accounts");
        store.MapGet("/me", Profile).RequireRole(Role.Customer);
        store.MapGet("/users/{id:guid}/profile", Overview).RequireRole(Role.Customer);
        store.MapGet("/users", List).RequireRole(Role.Admin);
    }

    static async Task<Results<Ok<Account>, NotFound>> Profile(
        CurrentUser user, AccountStore accounts, CancellationToken ct) =>
        await accounts.FindAsync(user.Id, ct) is { } account ? TypedResults.Ok(account) : TypedResults.NotFound();

    /// <param name="profile" example='{"first_name":"Анна","last_name":"Ким","phone":"+79001234567"}
    /// '>The changes. Fields that are left out stay unchanged.</param>
    internal static async Task<Results<Ok<Account>, NotFound>> ChangeProfile(
        CurrentUser user, ProfileRequest profile, HttpContext http, AccountStore accounts, CancellationToken ct) =>
        await accounts.ChangeProfileAsync(user.Id, profile, AccountsEndpoints.CallerOf(http), ct) is { } account
            ? TypedResults.Ok(account)
            : TypedResults.NotFound();

    static async Task<Results<Ok<CustomerOverview>, NotFound>> Overview(
        Guid id, CurrentUser user, AccountStore accounts, CartStore carts, OrderStore orders, CancellationToken ct)
    {
        user.MustBeOrInclude(id, Role.Admin);
        if (await accounts.FindAsync(id, ct) is not { } account)
            return TypedResults.NotFound();
        var cart = await carts.FindAsync(CartId.User(id), ct);
        var (_, latest) = await orders.ListAsync(id, null, 1, 10, ct);
        var statistics = (await orders.StatisticsAsync(id, ct))!;
        return TypedResults.Ok(new CustomerOverview(
            account, StoreCart.Of(id, cart), [.. latest.Select(StoreOrder.Of)], statistics));
    }

    static async Task<Results<Ok<Account>, NotFound>> ChangeRole(
        Guid id, RoleRequest request, CurrentUser admin, HttpContext http, SessionStore sessions,
        CancellationToken ct)
    {
        var caller = AccountsEndpoints.CallerOf(http) with { Actor = admin.Id };
        var act = admin.Audit(http, "role.changed", $"{id}", $$"""{"role": "{{request.Role}}"}""");
        var role = EnumNames.Parse<Role>(request.Role!);
        return await sessions.ChangeRoleAsync(id, role, caller, act, ct) is { } account
            ? TypedResults.Ok(account)
            : TypedResults.NotFound();
    }

    static Task<Ok<List<Account>>> List(
        [AsParameters] Paging paging, AccountStore accounts, CancellationToken ct,
        [StringLength(200)] string? search = null) =>
        paging.AnswerAsync((page, limit) => accounts.ListAsync(search, page, limit, ct));
}
