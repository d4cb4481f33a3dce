using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

static class AccountForms
{
    public static void MapAccountForms(this IEndpointRouteBuilder routes)
    {
        routes.MapForm("/logout", Logout).AllowAnonymous();
        routes.MapGet("/profile/export", Export).RequireAuthorization();
    }

    static async Task<FileContentHttpResult> Export(AccountApi accounts, CancellationToken ct) =>
        TypedResults.File(await accounts.ExportAsync(ct), "application/json", "account.json");

    static async Task<RedirectHttpResult> Logout(
        [FromForm(Name = "return")] string? back, AccountApi accounts, CancellationToken ct)
    {
        await accounts.LogoutAsync(ct);
        return TypedResults.LocalRedirect(LocalPath.Of(back));
    }
}
