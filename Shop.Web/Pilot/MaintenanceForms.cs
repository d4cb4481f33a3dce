using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Shop.Accounts;
using Shop.Charts;
using Shop.Web.Http;
using Shop.Web.Languages;

namespace Shop.Web.Pilot;

/// <summary>The forms of the page with the checks, where an admin announces maintenance and ends it.</summary>
static class MaintenanceForms
{
    const string Page = "/staff/pilot/health";
    const string Part = "#maintenance";

    public static void MapMaintenanceForms(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/staff/pilot/maintenance").RequireAuthorization(nameof(Role.Admin));
        admin.MapForm("", Announce);
        admin.MapForm("/{id:guid}/end", End);
    }

    static async Task<RedirectHttpResult> Announce(
        [FromForm] string? reason,
        [FromForm] string? minutes,
        [FromForm] string? starts,
        PilotApi pilot,
        Notices notices,
        InsightTexts texts,
        CancellationToken ct)
    {
        try
        {
            if (!int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || !TryRead(starts, out var start))
                throw new ShopException(ErrorCode.Invalid, "The form is not valid.");
            await pilot.AnnounceAsync(new(reason, length, start), ct);
            notices.Add(NoticeKind.Said, texts.Announced);
            return TypedResults.LocalRedirect(Page + Part);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            notices.Add(NoticeKind.Said, texts.NotAnnounced);
            // What was typed is in the form again.
            var typed = new Dictionary<string, string?>
            {
                ["reason"] = reason,
                ["minutes"] = minutes,
                ["starts"] = starts
            };
            return TypedResults.LocalRedirect(QueryHelpers.AddQueryString(Page, typed));
        }
    }

    static async Task<RedirectHttpResult> End(
        Guid id, PilotApi pilot, Notices notices, InsightTexts texts, CancellationToken ct)
    {
        try
        {
            await pilot.EndAsync(id, ct);
            notices.Add(NoticeKind.Said, texts.Ended);
        }
        catch (ShopException e) when (e.Code == ErrorCode.NotFound)
        {
            notices.Add(NoticeKind.Said, texts.NoSuchWindow);
        }
        return TypedResults.LocalRedirect(Page + Part);
    }

    // 2026-11-27T20:00, as the browser sends it: a time in Moscow. Nothing means now.
    static bool TryRead(string? text, out DateTimeOffset? start)
    {
        start = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, out var local) || local.Year is < 2000 or > 2100)
            return false;
        start = new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), ChartTexts.InMoscow(default).Offset);
        return true;
    }
}
