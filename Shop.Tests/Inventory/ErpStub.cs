namespace Shop.Tests.Inventory;

/// <summary>
/// The warehouse's ERP in WireMock. All tests share its list, so the tests that change it run one at a time and
/// restore it.
/// </summary>
sealed class ErpStub(HttpClient wiremock) : IAsyncDisposable
{
    readonly StubOverrides _answers = new(wiremock);

    public static object Page(
        IEnumerable<(string Sku, int OnHand)> items, int page = 1, int pages = 1, string at = "2026-08-01T10:00:00Z") =>
        new
        {
            generated_at = at,
            items = items.Select(item => new { sku = item.Sku, on_hand = item.OnHand }),
            page,
            pages
        };

    public Task AnswerAsync(object body, CancellationToken ct, int page = 1) =>
        _answers.AnswerAsync(Request(page), new { status = 200, jsonBody = body }, ct);

    public Task AnswerTextAsync(int status, string body, CancellationToken ct) =>
        _answers.AnswerAsync(Request(1), new { status, body }, ct);

    /// <summary>Fails so many times, then returns this body.</summary>
    public Task FailAsync(int times, object body, CancellationToken ct) =>
        _answers.AnswerInTurnAsync(
            Request(1),
            [.. Enumerable.Repeat<object>(new { status = 503 }, times), new { status = 200, jsonBody = body }],
            ct,
            lastStays: true);

    /// <summary>Delays the first response, and returns this body at once to a retry.</summary>
    public Task AnswerLateAsync(TimeSpan time, object body, CancellationToken ct)
    {
        var delayed = new { status = 200, fixedDelayMilliseconds = (int)time.TotalMilliseconds, jsonBody = body };
        var immediate = new { status = 200, jsonBody = body };
        return _answers.AnswerInTurnAsync(Request(1), [delayed, immediate], ct, lastStays: true);
    }

    static object Request(int page) => new
    {
        method = "GET",
        urlPath = "/erp/stock",
        queryParameters = new { page = new { equalTo = $"{page}" } },
        headers = new Dictionary<string, object> { ["X-Api-Key"] = new { equalTo = "development" } }
    };

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
