namespace Shop.Tests.Inventory;

/// <summary>The warehouse as WireMock plays it. Its list is everybody's, so only one class of tests changes it, one test at a time, and puts it back.</summary>
sealed class ErpStub(HttpClient wiremock) : IAsyncDisposable
{
    readonly StubAnswers _answers = new(wiremock);

    public static object Page(IEnumerable<(string Sku, int OnHand)> items, int page = 1, int pages = 1, string at = "2026-08-01T10:00:00Z") =>
        new { generated_at = at, items = items.Select(item => new { sku = item.Sku, on_hand = item.OnHand }), page, pages };

    public Task AnswerAsync(object body, CancellationToken ct, int page = 1) => _answers.AnswerAsync(Ask(page), new { status = 200, jsonBody = body }, ct);

    public Task AnswerTextAsync(int status, string body, CancellationToken ct) => _answers.AnswerAsync(Ask(1), new { status, body }, ct);

    /// <summary>Fails so often, and then has this.</summary>
    public Task FailAsync(int times, object body, CancellationToken ct) =>
        _answers.AnswerInTurnAsync(Ask(1), [.. Enumerable.Repeat<object>(new { status = 503 }, times), new { status = 200, jsonBody = body }], ct, lastStays: true);

    /// <summary>Takes so long for its first answer, and has this at once when it is asked again.</summary>
    public Task ThinkAsync(TimeSpan time, object body, CancellationToken ct) => _answers.AnswerInTurnAsync(
        Ask(1), [new { status = 200, fixedDelayMilliseconds = (int)time.TotalMilliseconds, jsonBody = body }, new { status = 200, jsonBody = body }], ct, lastStays: true);

    static object Ask(int page) => new
    {
        method = "GET",
        urlPath = "/erp/stock",
        queryParameters = new { page = new { equalTo = $"{page}" } },
        headers = new Dictionary<string, object> { ["X-Api-Key"] = new { equalTo = "development" } }
    };

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
