using Shop.Calls;
using Shop.Fitting;
using Shop.Knowledge;
using Shop.Orders;
using Shop.Web.Http;
using Shop.Web.Staff;

namespace Shop.Web.Calls;

/// <summary>The telephone's part of the API: calls, bookings, articles, and orders by link.</summary>
sealed class CallsApi(ShopApiClient api)
{
    public Task<PagedList<CallSummary>> ListAsync(
        bool live, string? outcome, string? caller, string? page, CancellationToken ct) =>
        api.ListAsync(
            "/api/calls",
            CallViewsJson.Default.ListCallSummary,
            page,
            ct,
            ("live", live ? "true" : "false"),
            ("outcome", outcome),
            ("caller", caller));

    public Task<CallDetails?> FindAsync(Guid id, CancellationToken ct) =>
        api.GetAsync($"/api/calls/{id}", CallViewsJson.Default.CallDetails, ct);

    public async Task<List<Station>> StationsAsync(CancellationToken ct) =>
        await api.GetAsync("/api/fitting/stations", FittingJson.Default.ListStation, ct) ?? [];

    public async Task<List<FreeSlot>> FreeAsync(Guid station, DateOnly date, CancellationToken ct) =>
        await api.GetAsync(
            $"/api/fitting/stations/{station}/slots?date={date:yyyy-MM-dd}", FittingJson.Default.ListFreeSlot, ct)
                ?? [];

    public async Task<List<Booking>> BookingsAsync(DateOnly from, DateOnly to, Guid? station, CancellationToken ct)
    {
        var chosen = station is { } one ? $"&station={one}" : "";
        var path = $"/api/fitting/bookings?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}{chosen}";
        return await api.GetAsync(path, FittingJson.Default.ListBooking, ct) ?? [];
    }

    public Task BookAsync(BookingRequest booking, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/fitting/bookings", booking, FittingJson.Default.BookingRequest, ct);

    public Task MoveAsync(Guid id, MoveRequest move, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"/api/fitting/bookings/{id}/move", move, FittingJson.Default.MoveRequest, ct);

    public Task CancelAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"/api/fitting/bookings/{id}/cancel", ct);

    public Task<PagedList<Article>> ArticlesAsync(
        string? search, string? language, string? page, CancellationToken ct) =>
        api.ListAsync(
            "/api/knowledge/articles",
            KnowledgeJson.Default.ListArticle,
            page,
            ct,
            ("search", search),
            ("language", language));

    public Task<Article?> ArticleAsync(Guid id, CancellationToken ct) =>
        api.GetAsync($"/api/knowledge/articles/{id}", KnowledgeJson.Default.Article, ct);

    public async Task<List<Answer>> AnswersAsync(string question, string language, CancellationToken ct)
    {
        var path = $"/api/knowledge/answers?question={Uri.EscapeDataString(question)}&language={language}";
        return await api.GetAsync(path, KnowledgeJson.Default.ListAnswer, ct) ?? [];
    }

    public Task<Article> AddArticleAsync(ArticleRequest article, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Post,
            "/api/knowledge/articles",
            article,
            KnowledgeJson.Default.ArticleRequest,
            KnowledgeJson.Default.Article,
            ct);

    public Task ChangeArticleAsync(Guid id, ArticleRequest article, CancellationToken ct) =>
        api.SendAsync(
            HttpMethod.Put, $"/api/knowledge/articles/{id}", article, KnowledgeJson.Default.ArticleRequest, ct);

    public Task DeleteArticleAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Delete, $"/api/knowledge/articles/{id}", ct);

    public Task<PhoneOrderView?> PhoneOrderAsync(string token, CancellationToken ct) =>
        api.GetAsync(
            $"/api/phone-orders/{Uri.EscapeDataString(token)}", PhoneOrdersJson.Default.PhoneOrderView, ct);

    public Task ConfirmAsync(string token, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, $"/api/phone-orders/{Uri.EscapeDataString(token)}/confirm", ct);
}
