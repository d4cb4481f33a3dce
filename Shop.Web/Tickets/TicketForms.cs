using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Tickets.Plans;
using Shop.Web.Http;
using Shop.Web.Languages;

namespace Shop.Web.Tickets;

/// <summary>The form posts of the pages about tickets. Each redirects back with a notice of the result.</summary>
static class TicketForms
{
    const string Plans = "/staff/tickets/plan";
    const string Advertising = "/staff/tickets/advertising";

    public static void MapTickets(this IEndpointRouteBuilder routes)
    {
        TicketExport.Map(routes);
        var staff = routes.MapGroup("/staff/tickets").RequireAuthorization(nameof(Role.Staff));
        staff.MapForm("/plan/save", SavePlan);
        staff.MapForm("/plan/upload", UploadPlans);
        staff.MapForm("/advertising/save", SaveCost);
        staff.MapForm("/advertising/upload", UploadCosts);
        staff.MapForm("/run", Run);
    }

    public static void AddTickets(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<TicketApi>();
        builder.Services.AddScoped(TicketTexts.Of);
    }

    static Task<RedirectHttpResult> SavePlan(
        [FromForm(Name = "event")] string? ofEvent,
        [FromForm] string? month,
        [FromForm] string? tickets,
        [FromForm] string? revenue,
        TicketApi api,
        Notices notices,
        TicketTexts texts,
        CancellationToken ct) =>
        SaveAsync(
            () => api.SaveAsync(
                new TicketPlan(
                    Whole(ofEvent, "event_id", long.MaxValue),
                    month,
                    (int)Whole(tickets, "tickets", int.MaxValue),
                    Sum(revenue, "revenue")),
                ct),
            notices, texts, $"{Plans}?month={Uri.EscapeDataString(month ?? "")}");

    static Task<RedirectHttpResult> SaveCost(
        [FromForm] string? day,
        [FromForm] string? source,
        [FromForm] string? medium,
        [FromForm] string? campaign,
        [FromForm] string? cost,
        TicketApi api,
        Notices notices,
        TicketTexts texts,
        CancellationToken ct) =>
        SaveAsync(
            () => api.SaveAsync(
                new AdvertisingCost(
                    DayOf(day), source?.Trim(), medium?.Trim(), campaign?.Trim(), Sum(cost, "cost")),
                ct),
            notices, texts, Advertising);

    // With a parameter for the file, routing would answer 415 before anybody is asked who they are.
    static async Task<RedirectHttpResult> UploadPlans(
        HttpRequest request, TicketApi api, Notices notices, TicketTexts texts, CancellationToken ct)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : FormCollection.Empty;
        return await SaveAsync(
            async () => await api.ImportAsync("plans", await ReadAsync(form, ct), ct),
            notices, texts, $"{Plans}?month={Uri.EscapeDataString($"{form["month"]}")}");
    }

    static async Task<RedirectHttpResult> UploadCosts(
        HttpRequest request, TicketApi api, Notices notices, TicketTexts texts, CancellationToken ct)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : FormCollection.Empty;
        return await SaveAsync(
            async () => await api.ImportAsync("advertising", await ReadAsync(form, ct), ct),
            notices, texts, Advertising);
    }

    static async Task<RedirectHttpResult> Run(
        TicketApi api, Notices notices, TicketTexts texts, CancellationToken ct)
    {
        await api.RunAsync(ct);
        notices.Add(NoticeKind.Said, texts.RunAsked);
        return TypedResults.LocalRedirect("/staff/tickets/runs");
    }

    static async Task<RedirectHttpResult> SaveAsync(
        Func<Task<RowsSaved>> save, Notices notices, TicketTexts texts, string back)
    {
        try
        {
            notices.Add(NoticeKind.Said, texts.Saved((await save()).Saved));
        }
        catch (ShopException e) when (e.Code is ErrorCode.Invalid or ErrorCode.Unprocessable)
        {
            // The API says which line of a table is wrong, or which field.
            var (field, problems) = e.Fields?.FirstOrDefault() ?? default;
            notices.Add(
                NoticeKind.Said,
                problems is null ? texts.NotSaved
                    : $"{texts.NotSaved} {(field == "csv" ? "" : $"{field}: ")}{string.Join(' ', problems)}");
        }
        return TypedResults.LocalRedirect(back);
    }

    // A spreadsheet that saves in an old encoding spoils names only, and numbers are what is read.
    static async Task<string> ReadAsync(IFormCollection form, CancellationToken ct)
    {
        if (form.Files["file"] is not { } file)
            return "";
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }

    static long Whole(string? text, string field, long most) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw ShopException.Invalid(field, "must be a whole number");

    // 1 500 000,50
    static decimal Sum(string? text, string field) =>
        decimal.TryParse(
            string.Concat((text ?? "").Where(letter => !char.IsWhiteSpace(letter))).Replace(',', '.'),
            NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sum)
            ? sum
            : throw ShopException.Invalid(field, "must be a sum");

    static DateOnly DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw ShopException.Invalid("day", "must be a date");
}
