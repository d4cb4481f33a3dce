using System.Text.Json.Nodes;

namespace Shop.Tests.Messaging;

/// <summary>SendGrid as WireMock plays it, seen through one address that only this test writes to.</summary>
sealed class SendGridStub(HttpClient wiremock, string email) : IAsyncDisposable
{
    readonly StubAnswers _answers = new(wiremock);

    object Mail => new { method = "POST", urlPath = "/v3/mail/send", bodyPatterns = WireMock.Body("$.personalizations[0].to[0].email", email) };

    /// <summary>Answers mail to this address with these one after the other, and as everybody's afterwards.</summary>
    public Task AnswerAsync(int[] statuses, object body, CancellationToken ct) =>
        _answers.AnswerInTurnAsync(Mail, [.. statuses.Select(status => new { status, jsonBody = body })], ct);

    public async Task<int> CountAsync(CancellationToken ct) => (await RequestsAsync(ct)).Count;

    /// <summary>What arrived, oldest first.</summary>
    public Task<List<JsonObject>> RequestsAsync(CancellationToken ct) => wiremock.RequestsAsync(Mail, ct);

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
