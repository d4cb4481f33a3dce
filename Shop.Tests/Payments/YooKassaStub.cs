using System.Text.Json.Nodes;

namespace Shop.Tests.Payments;

/// <summary>YooKassa as WireMock plays it, seen through one order that only this test pays.</summary>
sealed class YooKassaStub(HttpClient wiremock, JsonObject order) : IAsyncDisposable
{
    readonly StubAnswers _answers = new(wiremock);

    object Charge => new { method = "POST", urlPath = "/v3/payments", bodyPatterns = WireMock.Body("$.metadata.order_id", (string)order["id"]!) };

    /// <summary>The next charge of this order gets this answer, and the ones after it everybody's.</summary>
    public Task AnswerOnceAsync(object response, CancellationToken ct) => _answers.AnswerInTurnAsync(Charge, [response], ct);

    /// <summary>The calls that charge it, each with its key.</summary>
    public Task<List<JsonObject>> ChargesAsync(CancellationToken ct) => wiremock.RequestsAsync(Charge, ct);

    public static Task<List<JsonObject>> RefundsAsync(HttpClient wiremock, string providerId, CancellationToken ct) =>
        wiremock.RequestsAsync(new { method = "POST", urlPath = "/v3/refunds", bodyPatterns = WireMock.Body("$.payment_id", providerId) }, ct);

    public static string KeyOf(JsonObject request) => (string)request["headers"]!["Idempotence-Key"]!;

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
