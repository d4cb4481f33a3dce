using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Fitting;
using Shop.Web.Http;
using Shop.Web.Languages;

namespace Shop.Web.Calls;

/// <summary>The form posts of the pages of bookings and articles. Each redirects back with a notice.</summary>
static class CallForms
{
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CallsApi>();
        builder.Services.AddScoped(CallTexts.Of);
    }

    public static void MapCallForms(this IEndpointRouteBuilder routes)
    {
        var bookings = routes.MapGroup("/staff/bookings").RequireAuthorization(nameof(Role.Support));
        bookings.MapForm("/book", Book);
        bookings.MapForm("/{id:guid}/move", Move);
        bookings.MapForm("/{id:guid}/cancel", Cancel);
        routes.MapGroup("/staff/knowledge").RequireAuthorization(nameof(Role.Staff)).MapForm("/{id:guid}/delete",
            Delete);
    }

    static Task<RedirectHttpResult> Book(
        [FromForm] Guid? station,
        [FromForm] string? slot,
        [FromForm] string? phone,
        [FromForm] string? note,
        [FromForm(Name = "return")] string? back,
        CallsApi api,
        Notices notices,
        CallTexts texts,
        CancellationToken ct) =>
        DoAsync(
            () => api.BookAsync(new(station, TimeOf(slot), Digits(phone), note), ct), texts.WasBooked, back, notices,
                texts);

    static Task<RedirectHttpResult> Move(
        Guid id,
        [FromForm] Guid? station,
        [FromForm] string? slot,
        [FromForm(Name = "return")] string? back,
        CallsApi api,
        Notices notices,
        CallTexts texts,
        CancellationToken ct) =>
        DoAsync(() => api.MoveAsync(id, new MoveRequest(TimeOf(slot), station), ct), texts.WasMoved, back, notices,
            texts);

    static Task<RedirectHttpResult> Cancel(
        Guid id,
        [FromForm(Name = "return")] string? back,
        CallsApi api,
        Notices notices,
        CallTexts texts,
        CancellationToken ct) =>
        DoAsync(() => api.CancelAsync(id, ct), texts.WasCancelled, back, notices, texts);

    static async Task<RedirectHttpResult> Delete(
        Guid id, CallsApi api, Notices notices, CallTexts texts, CancellationToken ct)
    {
        await api.DeleteArticleAsync(id, ct);
        notices.Add(NoticeKind.Said, texts.ArticleDeleted);
        return TypedResults.LocalRedirect("/staff/knowledge");
    }

    static async Task<RedirectHttpResult> DoAsync(
        Func<Task> act, string done, string? back, Notices notices, CallTexts texts)
    {
        try
        {
            await act();
            notices.Add(NoticeKind.Said, done);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Conflict or ErrorCode.Invalid or ErrorCode.NotFound)
        {
            notices.Add(NoticeKind.Said, e.Code == ErrorCode.Invalid ? texts.WrongField : texts.TimeIsFull);
        }
        return TypedResults.LocalRedirect(LocalPath.Of(back));
    }

    // 2026-12-01T09:00:00.0000000+00:00
    static DateTimeOffset? TimeOf(string? slot) =>
        DateTimeOffset.TryParse(slot, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    static string? Digits(string? phone) => phone is null ? null : string.Concat(phone.Where(char.IsAsciiDigit));
}
