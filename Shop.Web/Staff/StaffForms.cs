using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Web.Http;
using Shop.Web.Languages;
using Shop.Web.Orders;
using Shop.Web.Payments;

namespace Shop.Web.Staff;

/// <summary>The form posts of the staff pages. Each redirects back to its page with a notice of the result.</summary>
static class StaffForms
{
    public static void MapStaffForms(this IEndpointRouteBuilder routes)
    {
        var support = routes.MapGroup("/staff").RequireAuthorization(nameof(Role.Support));
        support.MapForm("/orders/{id:guid}/refund", Refund);
        support.MapForm("/orders/{id:guid}/cancel", Cancel);
        support.MapForm("/orders/{id:guid}/process", Process);
        support.MapForm("/orders/{id:guid}/notify", Notify);
        var staff = support.MapGroup("").RequireAuthorization(nameof(Role.Staff));
        staff.MapForm("/orders/{id:guid}/hand-over", HandOver);
        staff.MapForm("/products/{id:guid}/archive", Archive);
        staff.MapForm("/products/{id:guid}/restore", Restore);
        staff.MapForm("/products/{id:guid}/stock", Adjust);
        staff.MapForm("/stock/sync", Sync);
        staff.MapForm("/tasks/{id:guid}/retry", Retry);
        var admin = staff.MapGroup("").RequireAuthorization(nameof(Role.Admin));
        admin.MapForm("/letters/{consumer}/replay", ReplayAll);
        admin.MapForm("/letters/{consumer}/{id:guid}/replay", ReplayOne);
        admin.MapForm("/customers/{id:guid}/role", ChangeRole);
    }

    static Task<RedirectHttpResult> Refund(
        Guid id,
        [FromForm] string? amount,
        [FromForm] string? reason,
        [FromForm] Guid? key,
        PaymentApi payments,
        Notices notices,
        StaffTexts texts,
        CancellationToken ct) =>
        DoAsync(
            () => payments.RefundAsync(id, Amount(amount), reason, ct, $"{key}"),
            notices, texts.Refunded, texts.RefundRefused, $"/staff/orders/{id}");

    static Task<RedirectHttpResult> Cancel(
        Guid id, [FromForm] string? reason, OrderApi orders, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(
            () => orders.CancelAsync(id, reason, ct),
            notices, texts.OrderCancelled, texts.CancelRefused, $"/staff/orders/{id}");

    static Task<RedirectHttpResult> Process(
        Guid id, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(() => api.ProcessAsync(id, ct), notices, texts.Asked, texts.NotDone, $"/staff/orders/{id}");

    static Task<RedirectHttpResult> HandOver(
        Guid id, [FromForm] string? method, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(
            () => api.HandOverAsync(id, method ?? "", ct),
            notices, texts.HandedOver, texts.HandOverRefused, $"/staff/orders/{id}");

    static Task<RedirectHttpResult> Notify(
        Guid id,
        [FromForm] string? type,
        [FromForm] string? language,
        StaffApi api,
        Notices notices,
        StaffTexts texts,
        CancellationToken ct) =>
        DoAsync(
            () => api.NotifyAsync(id, type ?? "", language ?? "", ct),
            notices, texts.Asked, texts.NotDone, $"/staff/orders/{id}");

    static Task<RedirectHttpResult> Archive(
        Guid id, [FromForm] string? tag, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(
            () => api.ArchiveAsync(id, tag ?? "", ct),
            notices, texts.Archived, texts.ChangedMeanwhile, $"/staff/products/{id}");

    static Task<RedirectHttpResult> Restore(
        Guid id, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(() => api.RestoreAsync(id, ct), notices, texts.Restored, texts.NotDone, $"/staff/products/{id}");

    static Task<RedirectHttpResult> Adjust(
        Guid id,
        [FromForm] string? change,
        [FromForm] string? reason,
        [FromForm(Name = "return")] string? back,
        StaffApi api,
        Notices notices,
        StaffTexts texts,
        CancellationToken ct) =>
        DoAsync(
            () => api.AdjustAsync(id, Number(change), reason ?? "", ct),
            notices, texts.StockAdjusted, texts.StockRefused, LocalPath.Of(back));

    static Task<RedirectHttpResult> Sync(StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(() => api.SyncAsync(ct), notices, texts.Asked, texts.NotDone, "/staff/stock");

    static Task<RedirectHttpResult> ReplayAll(
        string consumer, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(() => api.ReplayAsync(consumer, null, ct), notices, texts.Replayed, texts.NotDone, "/staff/letters");

    static Task<RedirectHttpResult> ReplayOne(
        string consumer, Guid id, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(() => api.ReplayAsync(consumer, id, ct), notices, texts.Replayed, texts.LetterGone, "/staff/letters");

    static Task<RedirectHttpResult> Retry(
        Guid id,
        [FromForm(Name = "return")] string? back,
        StaffApi api,
        Notices notices,
        StaffTexts texts,
        CancellationToken ct) =>
        DoAsync(() => api.RetryAsync(id, ct), notices, texts.Asked, texts.RetryRefused, LocalPath.Of(back));

    static Task<RedirectHttpResult> ChangeRole(
        Guid id, [FromForm] string? role, StaffApi api, Notices notices, StaffTexts texts, CancellationToken ct) =>
        DoAsync(
            () => api.ChangeRoleAsync(id, role ?? "", ct),
            notices, texts.RoleChanged, texts.NotDone, $"/staff/customers/{id}");

    // Forbidden and unavailable are not handled here: they have error pages of their own.
    static async Task<RedirectHttpResult> DoAsync(
        Func<Task> act, Notices notices, string done, string refused, string back)
    {
        try
        {
            await act();
            notices.Add(NoticeKind.Said, done);
        }
        catch (ShopException e) when (e.Code is ErrorCode.Invalid
            or ErrorCode.Conflict
            or ErrorCode.Unprocessable
            or ErrorCode.PreconditionFailed
            or ErrorCode.NotFound)
        {
            notices.Add(NoticeKind.Said, refused);
        }
        return TypedResults.LocalRedirect(back);
    }

    static decimal Amount(string? text) =>
        decimal.TryParse(
            text?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw ShopException.Invalid("amount", "must be an amount");

    // -3, +3, 3
    static int Number(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ShopException.Invalid("change", "must be a number");
}
