using System.Net;

namespace LabelledErrors;

/// <summary>A provider that gives one answer.</summary>
sealed class AnswerHandler(HttpStatusCode status, string body = "") : HttpMessageHandler
{
    public static HttpClient Client(HttpStatusCode status, string body = "") =>
        new(new AnswerHandler(status, body)) { BaseAddress = new("https://provider.example") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        Task.FromResult(new HttpResponseMessage(status)
        {
            Content = new StringContent(body),
            RequestMessage = request
        });
}
