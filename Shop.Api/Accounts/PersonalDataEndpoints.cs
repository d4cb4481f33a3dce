using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Carts;
using Shop.Catalog;
using Shop.Notifications;
using Shop.Orders;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Privacy;

namespace Shop.Api.Accounts;

/// <summary>Everything that the shop has stored about an account.</summary>
public sealed record AccountExport(
    Account User,
    Cart Cart,
    List<Order> Orders,
    List<Watch> Watches,
    List<NotificationReport> Notifications,
    List<ErrorReport> Reports,
    List<GivenFeedback> Feedback,
    List<MetError> Errors,
    List<AccountEvent> Events);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AccountExport))]
sealed partial class ExportJson : JsonSerializerContext;

static class PersonalDataEndpoints
{
    public static void MapPersonalData(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").WithTags("Accounts").RequireRole(Role.Customer);
        users.MapGet("/export", Export);
        users.MapPost("/delete", Delete).ProducesProblem(409).ProducesProblem(429);
    }

    /// <summary>Everything that the shop has stored about the account, as a file.</summary>
    static async Task<Results<Ok<AccountExport>, NotFound>> Export(
        CurrentUser user, HttpContext http, AccountStore accounts, CartStore carts, OrderStore orders,
        ProductStore products, NotificationStore notifications, PilotStore pilot, UserErrors errors,
        CancellationToken ct)
    {
        if (await accounts.FindAsync(user.Id, ct) is not { } account)
            return TypedResults.NotFound();
        http.Response.Headers.ContentDisposition = "attachment; filename=account.json";
        return TypedResults.Ok(new AccountExport(
            account,
            await carts.FindAsync(CartId.User(user.Id), ct),
            await orders.OfUserAsync(user.Id, ct),
            await products.WatchesAsync(account.Email, ct),
            await notifications.OfUserAsync(user.Id, ct),
            await pilot.ReportsOfAsync(user.Id, ct),
            await pilot.FeedbackOfAsync(user.Id, ct),
            await errors.OfAsync(user.Id, ct),
            await accounts.EventsAsync(user.Id, int.MaxValue, ct)));
    }

    /// <summary>Deletes the account for good. Orders stay, without name, address and phone.</summary>
    /// <param name="request" example='{"password":"correct horse 8"}'>The password, once more.</param>
    /// <response code="409">An order is under way, or the account is that of the last admin.</response>
    /// <response code="429">Too many wrong passwords; Retry-After says when.</response>
    internal static async Task<Results<Ok<Done>, NotFound, Conflict>> Delete(
        DeleteAccountRequest request, CurrentUser user, HttpContext http, AccountStore accounts,
        AccountDeletion deletion, SignIn signIn, CartStore carts, CancellationToken ct)
    {
        if (await accounts.CredentialsAsync(user.Id, ct) is not { } known)
            return TypedResults.NotFound();
        var caller = AccountsEndpoints.CallerOf(http);
        if (await signIn.VerifyAsync($"{user.Id}", known, request.Password!, caller, ct) == PasswordMatch.No)
            throw ShopException.Invalid("password", "The password is wrong.");
        if (!await deletion.DeleteAsync(known, ct))
            return TypedResults.Conflict();
        await carts.ClearAsync(CartId.User(user.Id), ct);
        return TypedResults.Ok(new Done("The account is deleted."));
    }
}
