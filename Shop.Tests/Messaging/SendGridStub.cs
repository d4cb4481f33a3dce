using System.Text.Json.Nodes;

namespace Shop.Tests.Messaging;

/// <summary>SendGrid in WireMock, for one recipient that only this test uses.</summary>
sealed class SendGridStub(HttpClient wiremock, string email) : IAsyncDisposable
{
    readonly StubOverrides _answers = new(wiremock);

    object Mail => new
    {
        method = "POST",
        urlPath = "/v3/mail/send",
        bodyPatterns = WireMock.Body("$.personalizations[0].to[0].email", email)
    };

    /// <summary>Returns these statuses in turn for mail to this address, then the default response.</summary>
    public Task AnswerAsync(int[] statuses, object body, CancellationToken ct) =>
        _answers.AnswerInTurnAsync(Mail, [.. statuses.Select(status => new { status, jsonBody = body })], ct);

    public async Task<int> CountAsync(CancellationToken ct) => (await RequestsAsync(ct)).Count;

    /// <summary>The received requests, oldest first.</summary>
    public Task<List<JsonObject>> RequestsAsync(CancellationToken ct) => wiremock.RequestsAsync(Mail, ct);

    public ValueTask DisposeAsync() => _answers.DisposeAsync();
}
