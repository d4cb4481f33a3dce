using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Shop.Catalog;
using Shop.Fitting;
using Shop.Knowledge;
using Shop.Orders;

namespace Shop.Voice.Dialogue;

/// <summary>
/// What a conversation can do in the shop: the stores of its modules, behind one time limit and one breaker. While the
/// database is down, callers hear the apology at once instead of waiting for it.
/// </summary>
sealed class ShopTools(
    TyreSearch tyres, ProductStore products, PhoneOrderStore orders, FittingStore fitting, ArticleStore articles)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    static readonly TimeSpan StationsLife = TimeSpan.FromMinutes(1);

    readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 4,
            SamplingDuration = TimeSpan.FromSeconds(20),
            BreakDuration = TimeSpan.FromSeconds(10),
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } e and not OperationCanceledException and not ShopException)
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = Patience })
        .Build();

    (long At, List<Station> Known)? _stations;

    public Task<List<Product>> TyresAsync(Turn turn, TyreWish wish, int limit, CancellationToken ct) => turn.UseAsync(
        "search_tyres", () => RunAsync(c => tyres.FindAsync(wish, limit, c), ct), found => $"{found.Count} found");

    public Task<List<Product>> GoodsAsync(Turn turn, ProductSearch search, CancellationToken ct) => turn.UseAsync(
        "search_goods",
        () => RunAsync(async c => (await products.ListAsync(search, c)).Products.ToList(), ct),
        found => $"{found.Count} found");

    public Task<SpokenOrder?> OrderAsync(Turn turn, string digits, CancellationToken ct) => turn.UseAsync(
        "order_status", () => RunAsync(c => orders.FindOrderAsync(digits, c), ct), order =>
            order is null ? "unknown" : "found");

    public Task<List<SpokenOrder>> OrdersOfAsync(Turn turn, string phone, CancellationToken ct) => turn.UseAsync(
        "orders_of_phone", () => RunAsync(c => orders.OfPhoneAsync(phone, 1, c), ct), found => $"{found.Count} found");

    public Task<bool> MakeOrderAsync(
        Turn turn, Guid id, string phone, string language, PhoneOrderItem item, Guid call, CancellationToken ct) =>
        turn.UseAsync(
            "make_order",
            () => RunAsync(c => orders.AddAsync(id, phone, language, [item], call, c), ct),
            isMade => isMade ? "made" : "too many");

    public async ValueTask<List<Station>> StationsAsync(Turn turn, CancellationToken ct)
    {
        if (_stations is var (at, known) && TimeSpan.FromMilliseconds(Environment.TickCount64 - at) < StationsLife)
            return known;
        var stations = await turn.UseAsync(
            "stations", () => RunAsync(fitting.StationsAsync, ct), found => $"{found.Count} found");
        _stations = (Environment.TickCount64, stations);
        return stations;
    }

    public Task<List<FreeSlot>> FreeAsync(Turn turn, Guid station, DateOnly date, CancellationToken ct) =>
        turn.UseAsync(
        "free_slots", () => RunAsync(c => fitting.FreeAsync(station, date, c), ct), found => $"{found.Count} free");

    public Task<Booking?> BookAsync(Turn turn, NewBooking wanted, CancellationToken ct) => turn.UseAsync(
        "book", () => RunAsync(c => fitting.BookAsync(wanted, null, c), ct), booking => booking?.Number ?? "taken");

    public Task<List<Booking>> BookingsAsync(Turn turn, string phone, CancellationToken ct) => turn.UseAsync(
        "bookings", () => RunAsync(c => fitting.ComingAsync(phone, c), ct), found => $"{found.Count} found");

    public Task<Booking?> MoveAsync(Turn turn, Guid id, Guid station, DateTimeOffset at, CancellationToken ct) =>
        turn.UseAsync(
            "move", () => RunAsync(c => fitting.MoveAsync(id, station, at, null, c), ct), moved =>
                moved is null ? "taken" : "moved");

    public Task<bool> CancelAsync(Turn turn, Guid id, CancellationToken ct) => turn.UseAsync(
        "cancel", () => RunAsync(c => fitting.CancelAsync(id, null, c), ct), isDone =>
            isDone ? "cancelled" : "too late");

    public Task<List<Answer>> AnswerAsync(Turn turn, string question, string language, CancellationToken ct) =>
        turn.UseAsync(
        "answer",
        () => RunAsync(c => articles.AnswerAsync(question, language, 1, c), ct),
        found => found is [var best, ..] ? best.Slug : "none");

    async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken ct) =>
        await _pipeline.ExecuteAsync(async token => await call(token), ct);
}
